// parse5's tree in the form of src/html/testing/tree_dump.h.
//
// Where parse5 8.1.1 does not do what the standard says, it is corrected here; nothing else is changed. What cannot be
// corrected from outside is known to parse5_test.mjs, and generate.mjs leaves it out.
import { Parser, Tokenizer, defaultTreeAdapter, html, parse, parseFragment } from "parse5";

const tags = html.TAG_ID;
const [inTable, inTableText, inTableBody, inRow] = [8, 9, 12, 13]; // insertion modes
const corrected = Parser.prototype;
const stack = Object.getPrototypeOf(new Parser().openElements);

// 13.2.4.2, "in table scope": a template ends it.
stack.hasInTableScope = function (tag) {
  for (let i = this.stackTop; i >= 0; i = this.slotBelow(i)) {
    if (this.treeAdapter.getNamespaceURI(this.items[i]) !== html.NS.HTML) continue;
    if (this.tagIDs[i] === tag) return true;
    if ([tags.TABLE, tags.TEMPLATE, tags.HTML].includes(this.tagIDs[i])) return false;
  }
  return true;
};

stack.hasTableBodyContextInTableScope = function () {
  return [tags.TBODY, tags.TFOOT, tags.THEAD].some((tag) => this.hasInTableScope(tag));
};

// 13.2.6.4.14, "in row", an end tag tbody, tfoot or thead: ignored where there is no such element in table scope,
// also when there is a row.
const endTag = corrected._endTagOutsideForeignContent;
corrected._endTagOutsideForeignContent = function (token) {
  const group = [tags.TBODY, tags.TFOOT, tags.THEAD].includes(token.tagID);
  if (this.insertionMode === inRow && group && !this.openElements.hasInTableScope(token.tagID)) return;
  endTag.call(this, token);
};

// 13.2.6.4.9, "in table", a character: collected where the current node is a template, too.
for (const name of ["onCharacter", "onWhitespaceCharacter"]) {
  const characters = corrected[name];
  corrected[name] = function (token) {
    const mode = this.insertionMode;
    if ([inTable, inTableBody, inRow].includes(mode) && this.openElements.currentTagId === tags.TEMPLATE) {
      this.pendingCharacterTokens.length = 0;
      this.hasNonWhitespacePendingCharacterToken = false;
      this.originalInsertionMode = mode;
      this.insertionMode = inTableText;
    }
    characters.call(this, token);
  };
}

// 13.2.5.42: "[CDATA[" begins a section in every element that is not of HTML, be it an integration point or not.
const declaration = Tokenizer.prototype._stateMarkupDeclarationOpen;
Tokenizer.prototype._stateMarkupDeclarationOpen = function (character) {
  const foreign = this.inForeignNode;
  this.inForeignNode = this.handler.currentNotInHTML;
  declaration.call(this, character);
  this.inForeignNode = foreign;
};

// 13.2.6.5: each U+0000 is a U+FFFD of its own.
const nulls = corrected.onNullCharacter;
corrected.onNullCharacter = function (token) {
  for (const char of token.chars) nulls.call(this, { ...token, chars: char });
};

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

// Of bytes that are, or claim to be, UTF-8; with `context`, an element ("td", "svg desc"), of a fragment.
export function tree(bytes, context) {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  const options = { scriptingEnabled: false };
  const out = [];
  if (context === undefined) {
    dump(parse(text, options), 0, out);
  } else {
    const [name, space] = context.split(" ").reverse();
    const namespace = { svg: html.NS.SVG, math: html.NS.MATHML }[space] ?? html.NS.HTML;
    dump(parseFragment(defaultTreeAdapter.createElement(name, namespace, []), text, options), 0, out);
  }
  return out.join("");
}
