// usage: node html_readers.mjs SECONDS FOLDER...
//
// How fast parse5 makes trees of the *.html files in the folders, and htmlparser2 takes them apart (tags alone, no tree),
// for bench/run: the same figures as of html_bench, one JSON object. Both are those of tests/html (npm ci there).
import { createRequire } from "node:module";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const load = createRequire(new URL("../tests/html/package.json", import.meta.url));
const { parse } = load("parse5");
const { Parser } = load("htmlparser2");

const [seconds, ...folders] = process.argv.slice(2);
const pages = folders.flatMap((folder) =>
  readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".html")).map((name) => {
    const bytes = readFileSync(join(folder, name));
    return { bytes: bytes.length, text: bytes.toString("utf8") };
  }));
let tags = 0;
const readers = {
  parse5: (text) => parse(text, { scriptingEnabled: false }),
  htmlparser2: (text) => {
    const parser = new Parser({ onopentag: () => ++tags });
    parser.write(text);
    parser.end();
  },
};
const used = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};
const best = Object.fromEntries(Object.keys(readers).map((name) => [name, pages.map(() => Infinity)]));
const until = used() + Number(seconds);
do {
  for (const [i, { text }] of pages.entries()) {
    for (const [name, read] of Object.entries(readers)) {
      const begun = process.hrtime.bigint();
      read(text);
      best[name][i] = Math.min(best[name][i], Number(process.hrtime.bigint() - begun) / 1e9);
    }
  }
} while (used() < until);
const bytes = pages.reduce((sum, page) => sum + page.bytes, 0);
const out = { pages: pages.length, bytes };
for (const name of Object.keys(readers)) {
  const speeds = pages.map((page, i) => page.bytes / 1e6 / best[name][i]).sort((a, b) => a - b);
  const all = best[name].reduce((sum, one) => sum + one, 0);
  out[name] = { median_mb_s: speeds[Math.floor(speeds.length / 2)], all_mb_s: bytes / 1e6 / all };
}
console.log(JSON.stringify(out));
