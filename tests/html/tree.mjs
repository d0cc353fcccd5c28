// parse5's tree in the form of src/html/testing/tree_dump.h.
import { defaultTreeAdapter, html, parse, parseFragment } from "parse5";

const prefixes = { [html.NS.SVG]: "svg ", [html.NS.MATHML]: "math " };

function dump(parent, depth, out) {
  const indent = "| " + "  ".repeat(depth);
  // A template's content stands in a tree of its own there, and below the template here.
  const children = parent.nodeName === "template" && parent.content ? parent.content.childNodes : parent.childNodes;
  for (const node of children) {
    if (node.nodeName === "#text") {
      out.push(`${indent}"${node.value}"\n`);
    } else if (node.nodeName === "#comment") {
      out.push(`${indent}<!-- ${node.data} -->\n`);
    } else if (node.nodeName === "#documentType") {
      const ids = node.publicId || node.systemId ? ` "${node.publicId}" "${node.systemId}"` : "";
      out.push(`${indent}<!DOCTYPE ${node.name}${ids}>\n`);
    } else {
      out.push(`${indent}<${prefixes[node.namespaceURI] ?? ""}${node.tagName}>\n`);
      const attributes = node.attrs.map((a) => [a.prefix ? `${a.prefix}:${a.name}` : a.name, a.value]);
      attributes.sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      for (const [name, value] of attributes) out.push(`${indent}  ${name}="${value}"\n`);
      dump(node, depth + 1, out);
    }
  }
}

// Of bytes that are, or claim to be, UTF-8; with `context`, the name of an element, of a fragment.
export function tree(bytes, context) {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  const options = { scriptingEnabled: false };
  const out = [];
  if (context === undefined) {
    dump(parse(text, options), 0, out);
  } else {
    dump(parseFragment(defaultTreeAdapter.createElement(context, html.NS.HTML, []), text, options), 0, out);
  }
  return out.join("");
}
