/**
 * What a page costs its visitor: script bytes over the wire, largest contentful paint, layout shift and the answer to
 * the first click, at a quarter of the CPU and with a cold cache, against a bare page with the same headers.
 * Run: npm run bench -- client [--rounds 7]
 */
import type { Browser, Page } from "@playwright/test";
import { formatConferenceId } from "@/lib/ids";
import { aRoom, aWebinar } from "../support/conferences.ts";
import { buildAnchor } from "./support/anchor.ts";
import { openBrowser, visit } from "./support/browser.ts";
import { sessionCookie } from "./support/foyer.ts";
import { readArguments } from "./support/options.ts";
import { alternate, median, print } from "./support/ratio.ts";
import { done } from "./support/run.ts";
import { setStage, startBoth } from "./support/stage.ts";

const SLOWDOWN = 4;
/** So long after the load everything that a page fetches when it is idle has come, in milliseconds. */
const IDLE = 5000;
const { rounds } = readArguments({ size: 1, rounds: 7 });

await buildAnchor();
const stage = await setStage("bench_client");
const webinar = await aWebinar(stage.w);
const room = await aRoom(stage.w);
const { foyer, bare } = await startBoth(stage);
const cookie = await sessionCookie(stage.database, stage.w.people.organiser.userId);
const browser = await openBrowser();

type Cost = {
  /** Script over the wire in kB until the load event, and until the page is idle. */
  loadKb: number;
  idleKb: number;
  /** Milliseconds. */
  lcp: number;
  click: number;
  shift: number;
};

type Target = { url: string; cookie?: string; click: (page: Page) => Promise<void> };

/** A button where the page has one, else its heading: listeners of the framework hear either. */
async function firstButton(page: Page): Promise<void> {
  const button = page.locator("button:enabled:visible").first();
  await ((await button.count()) > 0 ? button : page.locator("h1").first()).click();
}

async function costOf(chromium: Browser, { url, cookie, click }: Target): Promise<Cost> {
  const { context, page, devtools } = await visit(chromium, { cookie, url, slowdown: SLOWDOWN });
  let bytes = 0;
  const scripts = new Set<string>();
  await devtools.send("Network.enable");
  devtools.on("Network.responseReceived", ({ requestId, type }) => {
    if (type === "Script") scripts.add(requestId);
  });
  devtools.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength;
  });
  await page.addInitScript(() => {
    const seen = { lcp: 0, shift: 0, click: 0 };
    Object.assign(window, { seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.lcp = entry.startTime;
    }).observe({ type: "largest-contentful-paint", buffered: true });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & {
        value: number;
        hadRecentInput: boolean;
      })[]) {
        if (!entry.hadRecentInput) seen.shift += entry.value;
      }
    }).observe({ type: "layout-shift", buffered: true });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { interactionId: number })[]) {
        if (entry.interactionId) seen.click = Math.max(seen.click, entry.duration);
      }
    }).observe({ type: "event", buffered: true, durationThreshold: 16 } as PerformanceObserverInit);
  });
  const response = await page.goto(url, { waitUntil: "load" });
  if (response?.status() !== 200) throw new Error(`${url} answered ${response?.status()}`);
  const loadKb = bytes / 1000;
  await page.waitForLoadState("networkidle");
  await new Promise((resolve) => setTimeout(resolve, IDLE));
  const idleKb = bytes / 1000;
  await click(page);
  await page.waitForFunction(() => (window as unknown as { seen: { click: number } }).seen.click > 0);
  const seen = await page.evaluate(
    () => (window as unknown as { seen: { lcp: number; shift: number; click: number } }).seen,
  );
  await context.close();
  return { loadKb, idleKb, ...seen };
}

const pages: [name: string, target: Target, limit: { load: number; idle: number }][] = [
  [
    "conference",
    { url: `${foyer.url}/c/${formatConferenceId(webinar.publicId)}`, click: firstButton },
    { load: 15, idle: 40 },
  ],
  [
    "registration",
    {
      url: `${foyer.url}/c/${formatConferenceId(webinar.publicId)}/register`,
      click: (page) => page.locator("input:visible").first().click(),
    },
    { load: 15, idle: 40 },
  ],
  ["home", { url: `${foyer.url}/home`, cookie, click: firstButton }, { load: 60, idle: 60 }],
  ["meetings", { url: `${foyer.url}/meetings`, cookie, click: firstButton }, { load: 60, idle: 60 }],
  [
    "room",
    { url: `${foyer.url}/c/${formatConferenceId(room.publicId)}/room`, cookie, click: firstButton },
    { load: 100, idle: 100 },
  ],
];
const plain: Target = { url: `${bare.url}/`, click: firstButton };

for (const [name, target, limit] of pages) {
  const results = await alternate(
    rounds,
    () => costOf(browser, target),
    () => costOf(browser, plain),
  );
  const ratios = (key: keyof Cost) => results.map(([own, anchor]) => own[key] / anchor[key]);
  const over = (key: keyof Cost) => results.map(([own, anchor]) => own[key] - anchor[key]);
  const of = (key: keyof Cost) =>
    results
      .map((pair) => pair.map((cost) => cost[key]))
      .reduce<number[][]>((sides, pair) => sides.map((side, i) => [...side, pair[i] ?? 0]), [[], []])
      .map((side) => median(side).toFixed(0))
      .join(" ÷ ");
  const data = `${rounds} cold loads at ${SLOWDOWN}× CPU`;
  print(
    `client-${name}-js`,
    over("loadKb"),
    { atMost: limit.load },
    `kB gzip above the bare page at load; ${data}`,
  );
  print(
    `client-${name}-js-idle`,
    over("idleKb"),
    { atMost: limit.idle },
    `kB gzip above the bare page when idle; ${data}`,
  );
  print(`client-${name}-lcp`, ratios("lcp"), { atMost: 1.25 }, `LCP ÷ bare page (${of("lcp")} ms); ${data}`);
  print(
    `client-${name}-cls`,
    results.map(([own]) => own.shift),
    { atMost: 0 },
    `layout shift; ${data}`,
  );
  print(
    `client-${name}-inp`,
    ratios("click"),
    { atMost: 2 },
    `first click ÷ bare page (${of("click")} ms); ${data}`,
  );
}
await browser.close();
await done(foyer, bare, stage.cluster);
