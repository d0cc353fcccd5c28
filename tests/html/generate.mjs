// Markup made up by a grammar that prefers what is difficult: elements that imply and forbid each other, tables,
// formatting elements across blocks, foreign content, templates, raw text, references, and broken tags.

const names = ("html head body title base link meta style script noscript template frameset frame noframes p div " +
  "span section article aside h1 h2 ul ol li dl dd dt table caption colgroup col tbody tfoot thead tr td th form " +
  "input button select option optgroup textarea a b i u s em strong font nobr code small big tt br hr img image wbr " +
  "area embed applet object marquee param source track svg math mi mo mn ms mtext annotation-xml mglyph malignmark " +
  "foreignObject desc circle linearGradient clippath ruby rb rt rp rtc iframe noembed xmp plaintext listing pre main " +
  "details summary dialog menu center address keygen x-y video audio figure figcaption hgroup").split(" ");
// What real trouble is made of comes more often.
const often = "p div a b i table tr td tbody li ul select option svg math template form font nobr button span".split(" ");
const attributes = ["a=b", 'class="x y"', "id='q'", "href=/p?a=1&copy=2", 'title="&amp;&lt&notit;&#x80;"', "color=red",
  "type=hidden", "type=text", "encoding=text/html", 'encoding="application/xhtml+xml"', "viewbox=1", "definitionurl=d",
  "xlink:href=#a", "A=1 a=2", "disabled", "size=3", "=x", "/", "a\"b=c", "xml:lang=en", "face", "a = 'b'"];
const texts = ["x", " ", "\n", "text ", "&amp;", "&notin;", "&notit", "&#65;", "&#0;", "&#x110000;", "&", "a<b", "\0",
  "\r\n", "\t", "é", "日本", "&ampx", "]]>", "<", "</", "\f", "\n\n"];
const others = ["<!-- c -->", "<!-->", "<!--->", "<!-- a --!>", "<!---a-->", "<!-- <!-- x -->", "<!doctype html>",
  "<!doctype>", '<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01//EN">', "<?php x ?>", "</>", "</ x>", "<![CDATA[a]b]]>",
  "<!x>", "<!--", "<script><!--<script></script>--></script>", "<style><b></style>", "<textarea>\n</p></textarea>",
  "<title>&lt;<b></title>", "<a b", "<a b='", "<!-- --", "<![CDATA[", "</script", "<script><!--", "<svg/>", "<math/>",
  "<pre>\n\n", "<listing>\nx", "<script>\0</script>", "<svg><![CDATA[\0]]></svg>"];

// Numbers from 0 to 1, the same for the same seed (mulberry32).
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function page(seed) {
  const next = random(seed);
  const one = (list) => list[Math.floor(next() * list.length)];
  const name = () => {
    const chosen = next() < 0.5 ? one(often) : one(names);
    return next() < 0.05 ? chosen.toUpperCase() : chosen;
  };
  const open = [];
  let out = next() < 0.5 ? "<!DOCTYPE html>" : "";
  for (let parts = 1 + Math.floor(next() * 40); parts > 0; --parts) {
    const kind = next();
    if (kind < 0.5) {
      const chosen = name();
      out += "<" + chosen;
      while (next() < 0.25) out += " " + one(attributes);
      out += next() < 0.05 ? "/>" : ">";
      open.push(chosen);
    } else if (kind < 0.75) {
      // The end of something that is open, or of anything.
      out += "</" + (open.length > 0 && next() < 0.8 ? open.splice(Math.floor(next() * open.length), 1)[0] : name()) + ">";
    } else if (kind < 0.93) {
      out += one(texts);
    } else {
      out += one(others);
    }
  }
  return out;
}

export const contexts = ["body", "div", "p", "table", "tbody", "tr", "td", "caption", "colgroup", "select", "template",
  "html", "head", "frameset", "title", "textarea", "style", "script", "plaintext", "form", "a", "li"];
