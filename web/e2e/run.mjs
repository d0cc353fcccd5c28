// node web/e2e/run.mjs BASE_URL|PROGRAM [SCREENSHOT_FOLDER]: walks a running Octavo with a real browser. A program is
// started first; its first line must be the address that it serves. Exit status 77: there is no browser.
//
// Every page in three languages at 390 and 1280 pixels: loads, says nothing on the console, is not wider than the
// screen, runs in the right direction, has one h1, passes axe without serious findings, works without scripts, and
// lets the keyboard skip to the content. Pictures of publishers are answered here: nothing leaves this machine.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const what = process.argv[2];
const folder = process.argv[3] ?? "build/screenshots";
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
if (what === undefined) {
  console.error("usage: node web/e2e/run.mjs BASE_URL|PROGRAM [SCREENSHOT_FOLDER]");
  process.exit(2);
}
if (!existsSync(executablePath)) {
  console.log(`skipped: there is no browser at ${executablePath} (set CHROMIUM)`);
  process.exit(77);
}

function start(program) {
  const child = spawn(program, [], { stdio: ["ignore", "pipe", "inherit"] });
  process.on("exit", () => child.kill());
  return new Promise((resolve, reject) => {
    child.stdout.once("data", (line) => resolve(String(line).trim()));
    child.once("exit", () => reject(new Error(`${program} ended before it served`)));
  });
}

const base = (/^https?:\/\//.test(what) ? what : await start(what)).replace(/\/$/, "");
const axeSource = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const languages = ["en", "ja", "ar"];
const widths = [390, 1280];
const failures = [];
let checks = 0;

function check(condition, what) {
  checks += 1;
  if (condition) return;
  failures.push(what);
  console.log(`FAILED  ${what}`);
}

const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="800"><rect width="1200" height="800" fill="#c9c3b4"/>
<path d="M0 560L260 380l220 140 260-250 460 330v200H0z" fill="#8f8877"/><path d="M0 680c300-60 500 40 1200-20v140H0z" fill="#6d675a"/></svg>`;

async function open(browser, options) {
  const context = await browser.newContext({ reducedMotion: "reduce", ...options });
  await context.route("**/*", (route) => {
    if (route.request().url().startsWith(base)) return route.continue();
    if (route.request().resourceType() !== "image") return route.abort();
    return route.fulfill({ contentType: "image/svg+xml", body: picture });
  });
  return context;
}

// The addresses to walk: those that every instance has, and a story, an article, a hashtag, a publisher of this one.
async function addresses() {
  const get = async (path) => (await fetch(`${base}/api/v1/${path}`)).json();
  const found = [];
  for (const language of languages) {
    const stories = (await get(`stories?language=${language}&limit=50`)).stories;
    const largest = stories.toSorted ? stories.toSorted((a, b) => b.article_count - a.article_count)[0]
                                     : [...stories].sort((a, b) => b.article_count - a.article_count)[0];
    const paths = { front: "", search: "search?q=", hashtags: "hashtags", publishers: "publishers", about: "about",
                    quarantine: "quarantine", sources: "sources", missing: "nothing/here" };
    if (largest !== undefined) {
      paths.story = `story/${largest.id}`;
      paths.article = `article/${largest.lead.id}`;
      paths.publisher = `publisher/${largest.lead.publisher_id}`;
      paths.results = `search?q=${encodeURIComponent(largest.title.split(/[\s、　]+/)[0])}`;
      const article = await get(`articles/${largest.lead.id}`);
      if (article.tags.length > 0) paths.hashtag = `hashtag/${encodeURIComponent(article.tags[0].name)}`;
    }
    for (const [name, path] of Object.entries(paths)) found.push({ language, name, path: `/${language}/${path}` });
  }
  return found;
}

async function look(page, { language, name, path }, width) {
  const where = `${path} at ${width}`;
  const said = [];
  const listen = (message) => {
    if (message.type() === "error" || message.type() === "warning") said.push(message.text());
  };
  page.on("console", listen);
  page.on("pageerror", (error) => said.push(String(error)));
  const answer = await page.goto(base + path, { waitUntil: "load" });
  await page.waitForTimeout(50);
  page.off("console", listen);
  const expected = name === "missing" ? 404 : 200;
  check(answer.status() === expected, `${where}: status ${answer.status()}`);
  const noise = said.filter((text) => !(name === "missing" && text.includes("404")));
  check(noise.length === 0, `${where}: console: ${noise.join(" | ")}`);
  const facts = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    direction: getComputedStyle(document.body).direction,
    language: document.documentElement.lang,
    headings: document.querySelectorAll("h1").length,
    landmarks: ["header", "main", "footer", "nav"].filter((tag) => document.querySelector(tag) === null),
    small: [...document.querySelectorAll("button, input:not([type=hidden]), select, nav a, .button")]
      .filter((element) => element.getClientRects().length > 0 && element.getBoundingClientRect().height < 43.5
                           && !element.closest(".skip"))
      .map((element) => `${element.tagName} ${element.textContent.trim().slice(0, 20)}`),
    broken: [...document.querySelectorAll("main a[href]")].filter((a) => a.getAttribute("href") === "#").length,
  }));
  check(facts.wide <= 0, `${where}: ${facts.wide} px wider than the screen`);
  check(facts.direction === (language === "ar" ? "rtl" : "ltr"), `${where}: direction ${facts.direction}`);
  check(facts.language === language, `${where}: lang ${facts.language}`);
  check(facts.headings === 1, `${where}: ${facts.headings} h1`);
  check(facts.landmarks.length === 0, `${where}: no ${facts.landmarks.join(", ")}`);
  check(facts.small.length === 0, `${where}: hit areas under 44 px: ${facts.small.join(", ")}`);
  check(facts.broken === 0, `${where}: links that lead nowhere`);
  await page.screenshot({ path: `${folder}/${name}-${language}-${width}.png`, fullPage: true });
}

async function accessible(page, address, colorScheme) {
  await page.goto(base + address.path, { waitUntil: "load" });
  await page.evaluate(axeSource);
  const result = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  const bad = result.violations.filter((each) => each.impact === "serious" || each.impact === "critical");
  const words = bad.map((each) => `${each.id} (${each.nodes.slice(0, 2).map((node) => node.html.slice(0, 100)).join("; ")})`);
  check(bad.length === 0, `${address.path} in ${colorScheme}: axe: ${words.join(", ")}`);
}

async function withoutScripts(browser) {
  const context = await open(browser, { viewport: { width: 390, height: 800 }, javaScriptEnabled: false });
  const page = await context.newPage();
  for (const language of languages) {
    await page.goto(`${base}/${language}/`);
    const before = page.url();
    const first = page.locator("main .story a").first();
    if ((await first.count()) > 0) {
      await first.click();
      check(page.url() !== before, `${language}: a story opens without scripts`);
      check((await page.locator("main h1").innerText()).length > 0, `${language}: the story has its headline`);
    }
    await page.goto(`${base}/${language}/`);
    await page.locator("#find").fill("a");
    await page.locator(".find button").click();
    check(page.url().includes("search?q=a"), `${language}: search works without scripts`);
  }
  await context.close();
}

async function byKeyboard(browser) {
  const context = await open(browser, { viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.goto(`${base}/en/`);
  await page.keyboard.press("Tab");
  const first = await page.evaluate(() => document.activeElement?.className);
  check(first === "skip", `the first stop of the keyboard is the skip link, not ${first}`);
  const box = await page.locator(".skip").boundingBox();
  check(box !== null && box.width > 40 && box.height > 20, "the skip link is seen when it has the focus");
  await page.keyboard.press("Enter");
  check((await page.evaluate(() => document.activeElement?.id)) === "content", "the skip link leads to the content");
  await page.keyboard.press("/");
  check((await page.evaluate(() => document.activeElement?.getAttribute("type"))) === "search", "'/' leads to the search");
  await page.locator("#theme").selectOption("sepia");
  await page.reload();
  check((await page.evaluate(() => document.documentElement.dataset.theme)) === "sepia", "the choice of colours stays");
  await context.close();
}

async function securely(browser) {
  const context = await open(browser, {});
  const page = await context.newPage();
  await page.goto(`${base}/en/`);
  const ran = await page.evaluate(() => {
    const script = document.createElement("script");
    try {
      script.textContent = "globalThis.ran = true";
      document.body.append(script);
    } catch {
      return false; // trusted types refuse already
    }
    return globalThis.ran === true;
  });
  check(!ran, "no inline script runs");
  await context.close();
}

await mkdir(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath,
  args: ["--no-sandbox", "--disable-background-networking"],
});
try {
  const walk = await addresses();
  for (const width of widths) {
    const context = await open(browser, { viewport: { width, height: width === 390 ? 844 : 900 } });
    const page = await context.newPage();
    for (const address of walk) await look(page, address, width);
    await context.close();
  }
  for (const colorScheme of ["light", "dark"]) {
    const context = await open(browser, { viewport: { width: 1280, height: 900 }, bypassCSP: true, colorScheme });
    const page = await context.newPage();
    // The same templates make all languages: what differs with the language are the pages of text.
    const textual = (address) => ["front", "story", "article"].includes(address.name);
    for (const address of walk) {
      if (address.language === "en" || textual(address)) await accessible(page, address, colorScheme);
    }
    await context.close();
  }
  const dark = await open(browser, { viewport: { width: 1280, height: 900 }, colorScheme: "dark" });
  const page = await dark.newPage();
  await page.goto(`${base}/en/`);
  await page.screenshot({ path: `${folder}/front-dark-1280.png`, fullPage: true });
  await dark.close();
  await withoutScripts(browser);
  await byKeyboard(browser);
  await securely(browser);
} finally {
  await browser.close();
}
console.log(`${checks} checks, ${failures.length} failed; screenshots in ${folder}`);
process.exit(failures.length === 0 ? 0 : 1);
