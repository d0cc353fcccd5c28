// usage: node parse5_test.mjs TREE_DUMP [--cases FOLDER] [--generated COUNT] [--seed NUMBER] [--pages FOLDER-OF-PACKS]
//
// Compares the trees of TREE_DUMP (html::Parse) with those of parse5, comments and DOCTYPEs included: of the cases in
// src/html/testdata, of markup that generate.mjs makes up, and of the pages in the packs (*.tar.gz). Every tree must be equal but for what is listed in
// `known` below; of pages at least 0.999. Exits 77 (skipped) where parse5 is not installed.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { contexts, page } from "./generate.mjs";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cases: { type: "string", default: "" },
    generated: { type: "string", default: "20000" },
    seed: { type: "string", default: "1" },
    pages: { type: "string", default: "" },
    show: { type: "string", default: "5" },
  },
});
let tree;
try {
  ({ tree } = await import("./tree.mjs"));
} catch {
  console.log("skipped: parse5 is not installed (npm ci in tests/html)");
  process.exit(77);
}

// Where the two may differ, and why that is right.
const known = [
  {
    why: "deeper than 512 levels: the elements are leaves",
    applies: (ours) => /^\| {2}(?:  ){505}/m.test(ours.replaceAll("| ", "|  ")),
  },
  {
    why: "parse5 8.1.1 does not know that <search> is special (13.2.4.2)",
    applies: (ours) => ours.includes("<search>"),
  },
  {
    why: "parse5 8.1.1 reads a fragment in <noscript> as if there were scripting (13.4, step 4)",
    applies: (ours, theirs, context) => context === "noscript",
  },
];

// ---- our side: a process that answers in order ----
const dumper = spawn(positionals[0], { stdio: ["pipe", "pipe", "inherit"] });
let buffered = Buffer.alloc(0);
const chunks = dumper.stdout[Symbol.asyncIterator]();
async function more() {
  const { value, done } = await chunks.next();
  if (done) throw new Error("tree_dump ended");
  buffered = buffered.length ? Buffer.concat([buffered, value]) : value;
}
async function ours(file, context) {
  dumper.stdin.write(context === undefined ? `${file}\n` : `${file}\t${context}\n`);
  let end;
  while ((end = buffered.indexOf(10)) < 0) await more();
  const size = Number(buffered.subarray(0, end).toString());
  while (buffered.length < end + 1 + size) {
    const parts = [buffered];
    let have = buffered.length;
    while (have < end + 1 + size) {
      const { value, done } = await chunks.next();
      if (done) throw new Error("tree_dump ended");
      parts.push(value);
      have += value.length;
    }
    buffered = Buffer.concat(parts);
  }
  const answer = buffered.subarray(end + 1, end + 1 + size).toString();
  buffered = buffered.subarray(end + 1 + size);
  return answer;
}

let shown = 0;
function firstDifference(a, b) {
  const [left, right] = [a.split("\n"), b.split("\n")];
  let at = 0;
  while (at < left.length && left[at] === right[at]) ++at;
  return `line ${at + 1}\n    before: ${left.slice(Math.max(0, at - 3), at).join(" / ")}\n    ours:   ${left[at]}\n    parse5: ${right[at]}`;
}

async function compare(label, bytes, file, context, totals) {
  const theirs = tree(bytes, context);
  const mine = await ours(file, context);
  ++totals.all;
  if (theirs === mine) {
    ++totals.equal;
    return;
  }
  const reason = known.find((one) => one.applies(mine, theirs, context));
  if (reason) {
    totals.known.set(reason.why, [...(totals.known.get(reason.why) ?? []), label]);
    return;
  }
  totals.different.push(label);
  if (shown++ < Number(options.show)) {
    console.log(`  differs: ${label}${context ? ` in ${context}` : ""}: ${firstDifference(mine, theirs)}`);
    if (bytes.length < 4000) console.log(`    ${JSON.stringify(bytes.toString())}`);
  }
}

function report(what, totals) {
  const share = totals.all ? totals.equal / totals.all : 1;
  console.log(`${what}: ${totals.equal} of ${totals.all} trees equal (${share.toFixed(5)})`);
  for (const [why, labels] of totals.known) console.log(`  ${labels.length} differ, ${why}: ${labels.join(", ")}`);
  if (totals.different.length) console.log(`  ${totals.different.length} differ, not known why: ${totals.different.slice(0, 20).join(", ")}`);
}
// The inputs of src/html/testdata (its tree_cases.h says how they are written).
function casesOf(folder) {
  const unseen = { "␀": "\0", "␉": "\t", "␍": "\r", "␌": "\f" };
  return readdirSync(folder).sort().flatMap((name) => {
    const parts = readFileSync(join(folder, name), "utf8").split(/^== /m).slice(1);
    return parts.map((part) => {
      const [, title, input, of] = part.match(/^(.*)\n([^]*?)\n-- (.*)\n/);
      return { title, input: input.replace(/[␀␉␍␌]/g, (c) => unseen[c]), context: of.match(/^in (.*)/)?.[1] };
    });
  });
}
const empty = () => ({ all: 0, equal: 0, known: new Map(), different: [] });

const folder = mkdtempSync(join(tmpdir(), "octavo-html-"));
let failed = false;
try {
  const file = join(folder, "page.html");
  if (options.cases) {
    const cases = empty();
    for (const { title, input, context } of casesOf(options.cases)) {
      writeFileSync(file, input);
      await compare(title, Buffer.from(input), file, context, cases);
    }
    report("cases", cases);
    failed ||= cases.different.length > 0;
  }
  // Fragments among them: every fourth.
  const generated = empty();
  const first = Number(options.seed) * 1_000_000;
  for (let seed = first; seed < first + Number(options.generated); ++seed) {
    const text = page(seed);
    writeFileSync(file, text);
    const context = seed % 4 === 3 ? contexts[seed % contexts.length] : undefined;
    await compare(`seed ${seed}`, readFileSync(file), file, context, generated);
  }
  report("generated markup", generated);
  failed ||= generated.different.length > 0;

  if (!options.pages || !existsSync(options.pages)) {
    console.log("pages: left out, there are none");
  } else {
    const pages = empty();
    for (const pack of readdirSync(options.pages).filter((name) => name.endsWith(".tar.gz")).sort()) {
      const into = mkdtempSync(join(folder, "pack-"));
      if (spawnSync("tar", ["xzf", join(options.pages, pack), "-C", into]).status !== 0) throw new Error(`tar ${pack}`);
      const files = readdirSync(into, { recursive: true }).filter((name) => /\.html?$/.test(name)).sort();
      const before = pages.all;
      for (const name of files) {
        await compare(`${pack}/${name}`, readFileSync(join(into, name)), join(into, name), undefined, pages);
      }
      console.log(`  ${pack}: ${pages.all - before} pages`);
      rmSync(into, { recursive: true });
    }
    report("pages", pages);
    failed ||= pages.equal / pages.all < 0.999 || pages.different.length > 0;
  }
} finally {
  dumper.stdin.end();
  rmSync(folder, { recursive: true });
}
process.exit(failed ? 1 : 0);
