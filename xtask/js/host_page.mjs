// What the script tag costs a page before intent: traces the main thread while the page loads and rests, with the tag
// and (script blocked) without. `host_page.mjs <url> <rounds>`; Chromium from $CHROMIUM. Prints one line of JSON.
import { chromium } from "playwright-core";

const [url, rounds] = process.argv.slice(2);
const THROTTLE = 4;
const REST_MS = 2_500;

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });

/** Complete events of the page's main thread, milliseconds. */
async function trace(blocked) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  let fetched = 0;
  page.on("requestfinished", (request) => (fetched += request.url().endsWith("/embed.js") ? 1 : 0));
  if (blocked) await page.route("**/embed.js", (route) => route.abort());
  const cdp = await context.newCDPSession(page);
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: THROTTLE });
  const session = await browser.newBrowserCDPSession();
  const events = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(...value));
  const categories = ["toplevel", "devtools.timeline", "v8", "disabled-by-default-devtools.timeline"];
  await session.send("Tracing.start", { transferMode: "ReportEvents", traceConfig: { includedCategories: categories } });
  await page.goto(url, { waitUntil: "load" });
  await page.waitForTimeout(REST_MS);
  const complete = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
  await session.send("Tracing.end");
  await complete;
  await context.close();
  if (!blocked && fetched !== 1) throw new Error(`embed.js was fetched ${fetched} times`);
  return measure(events);
}

/** Longest task of the thread that ran the page, and longest of those in which our script ran. */
function measure(events) {
  const own = (event) => event.args?.data?.url?.endsWith("/embed.js");
  const thread = (event) => `${event.pid}:${event.tid}`;
  const parsed = events.find((event) => event.name === "ParseHTML" && event.args?.beginData?.url === url);
  if (!parsed) throw new Error("the trace does not show the page");
  const main = thread(parsed);
  const tasks = events.filter((event) => event.ph === "X" && event.name.endsWith("RunTask"));
  const here = tasks.filter((task) => thread(task) === main);
  const scripts = events.filter((event) => thread(event) === main && own(event) && event.dur !== undefined);
  const running = here.filter((task) => scripts.some(({ ts }) => ts >= task.ts && ts < task.ts + task.dur));
  const longest = (list) => Math.max(0, ...list.map((task) => task.dur / 1_000));
  return { page: longest(here), ours: longest(running), scripts: scripts.length };
}

await trace(false); // the first fills the browser's own caches
const results = [];
for (let round = 0; round < Number(rounds); round++) {
  const tagged = await trace(false);
  const plain = await trace(true);
  if (tagged.scripts === 0) throw new Error("the trace does not show our script");
  results.push({ ...tagged, plain: plain.page });
}
await browser.close();
const most = (key) => Math.round(Math.max(...results.map((result) => result[key])) * 10) / 10;
const answer = { rounds: results.length, longest_ms: most("ours"), longest_of_page_ms: most("page"), longest_of_page_without_tag_ms: most("plain") };
process.stdout.write(`${JSON.stringify(answer)}\n`);
