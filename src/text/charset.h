#pragma once
// Bytes from strangers become UTF-8: which charset they are in, and how we know.
//
// What is believed, first to last: a byte order mark; the bytes themselves, when they are valid
// UTF-8 with something beyond ASCII in it (nothing else looks like that by chance); the charset of
// the HTTP header; what the document says in its head (HTML: meta, within the first 16 KB; XML: the
// declaration); a guess from the bytes (uchardet); windows-1252. A declaration under which more
// than a tenth of the non-ASCII text would be ill-formed is taken for wrong, and the next one is
// tried; if all of them are wrong, the one that breaks least is used.
//
// Labels mean what the Encoding Standard says (https://encoding.spec.whatwg.org/#names-and-labels:
// "iso-8859-1" is windows-1252); XML may also name other charsets that ICU knows, UTF-7 never.
// Thread-safe. Time and memory grow with the input's size.

#include <string>
#include <string_view>

namespace text {

struct Decoded {
  std::string text;  // valid UTF-8, no byte order mark, not normalised; what was broken is U+FFFD
  std::string charset;   // the Encoding Standard's name in lower case: "shift_jis", "utf-8"
  std::string found_by;  // "bom", "bytes", "header", "document", "guess" or "default"
};

// `content_type` is the value of the HTTP header: "text/html; charset=Shift_JIS"; may be empty.
Decoded DecodeHtml(std::string_view bytes, std::string_view content_type);

// As DecodeHtml, for XML (and anything else that starts with an XML declaration or none). The
// declaration stays in the text and may now name another charset than the text's: whoever parses it
// must say that it is UTF-8.
Decoded DecodeXml(std::string_view bytes, std::string_view content_type);

}  // namespace text
