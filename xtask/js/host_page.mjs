// What the script tag costs a page before intent, at 4× CPU throttle. Two ways of looking, both traced:
//   loading   the page loads with the tag: tasks of its main thread in which our script ran
//   at rest   the page has loaded without the tag and rests; the tag is put in: every task of its main thread from then
//             on, which includes the style, layout and paint of what our script made
// A task's length is the processor time of its thread, so that other programs on the machine do not count; the wall
// clock is told as well.
// `host_page.mjs <url> <rounds>`; Chromium from $CHROMIUM. Prints one line of JSON.
import { chromium } from "playwright-core";

const [url, rounds] = process.argv.slice(2);
const THROTTLE = 4;
const REST_MS = 2_500;

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
const session = await browser.newBrowserCDPSession();

/** A fresh page, throttled. */
async function open() {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: THROTTLE });
  return page;
}

/** What the browser did while `work` ran and for a while after. */
async function trace(page, work) {
  const events = [];
  const collect = ({ value }) => events.push(...value);
  session.on("Tracing.dataCollected", collect);
  const categories = ["toplevel", "devtools.timeline", "v8"];
  await session.send("Tracing.start", { transferMode: "ReportEvents", traceConfig: { includedCategories: categories } });
  await work();
  await page.waitForTimeout(REST_MS);
  const complete = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
  await session.send("Tracing.end");
  await complete;
  session.off("Tracing.dataCollected", collect);
  return events;
}

const thread = (event) => `${event.pid}:${event.tid}`;
/** Longest processor time and wall time, milliseconds. */
const longest = (tasks) => [Math.max(0, ...tasks.map((task) => task.tdur / 1_000)), Math.max(0, ...tasks.map((task) => task.dur / 1_000))];

/** The runs of our script, and the tasks of the thread that they ran on. */
function ours(events) {
  const scripts = events.filter((event) => event.name === "EvaluateScript" && event.args?.data?.url?.endsWith("/embed.js"));
  if (scripts.length !== 1) throw new Error(`the trace shows ${scripts.length} runs of our script`);
  const main = thread(scripts[0]);
  const calls = events.filter((event) => thread(event) === main && event.args?.data?.url?.endsWith("/embed.js"));
  const tasks = events.filter((event) => event.ph === "X" && event.name.endsWith("RunTask") && thread(event) === main);
  return { calls: calls.filter((event) => event.dur !== undefined), tasks };
}

async function loading() {
  const page = await open();
  const { calls, tasks } = ours(await trace(page, () => page.goto(url, { waitUntil: "load" })));
  await page.context().close();
  return longest(tasks.filter((task) => calls.some(({ ts }) => ts >= task.ts && ts < task.ts + task.dur)));
}

async function atRest() {
  const page = await open();
  await page.route("**/embed.js", (route) => route.abort());
  await page.goto(url, { waitUntil: "load" });
  await page.unroute("**/embed.js");
  await page.waitForTimeout(REST_MS);
  const events = await trace(page, () =>
    page.evaluate(() => {
      const written = document.querySelector('script[src$="/embed.js"]');
      const tag = document.createElement("script");
      for (const { name, value } of written.attributes) tag.setAttribute(name, value);
      written.remove();
      document.body.append(tag);
    }),
  );
  await page.context().close();
  return longest(ours(events).tasks);
}

await loading(); // the first fills the browser's own caches
const results = { loading: [], atRest: [] };
for (let round = 0; round < Number(rounds); round++) {
  results.loading.push(await loading());
  results.atRest.push(await atRest());
}
await browser.close();
const most = (list, which) => Math.round(Math.max(...list.map((lengths) => lengths[which])) * 10) / 10;
const { loading: whileLoading, atRest: whileResting } = results;
const answer = {
  rounds: Number(rounds),
  loading_ms: most(whileLoading, 0),
  at_rest_ms: most(whileResting, 0),
  wall_ms: Math.max(most(whileLoading, 1), most(whileResting, 1)),
};
process.stdout.write(`${JSON.stringify(answer)}\n`);
