/**
 * From the click in the lobby to the first picture of the other person, camera warm, against two bare peers in one
 * page; and from typing the address, against a bare page load with the same call.
 * Run: npm run bench -- join [--rounds 7]
 */
import type { Page } from "@playwright/test";
import { formatConferenceId } from "@/lib/ids";
import { spawnNode } from "../../scripts/launcher/child.mjs";
import { freePort } from "../../scripts/launcher/ports.mjs";
import { enter } from "../e2e/support/room.ts";
import { aRoom } from "../support/conferences.ts";
import { buildAnchor } from "./support/anchor.ts";
import { openBrowser, visit } from "./support/browser.ts";
import { root } from "./support/database.ts";
import { sessionCookie } from "./support/foyer.ts";
import { readArguments } from "./support/options.ts";
import { alternate, median, print } from "./support/ratio.ts";
import { done } from "./support/run.ts";
import { setStage, startBoth } from "./support/stage.ts";

const { rounds } = readArguments({ size: 1, rounds: 7 });
/** The lobby names the camera once it runs; from then on a click is answered. */
const cameraOf = (page: Page) => page.getByRole("combobox", { name: "Camera" });
const ENTER = /^(Start the conference|Enter the room)$/;

await buildAnchor();
const stage = await setStage("bench_join");
const place = await aRoom(stage.w);
const realtimePort = await freePort(0);
const pusher = {
  PUSHER_APP_ID: "bench",
  PUSHER_KEY: "bench-key",
  PUSHER_SECRET: "bench-secret-bench-secret",
  PUSHER_HOST: "localhost",
  PUSHER_PORT: String(realtimePort),
  PUSHER_TLS: "0",
};
const { foyer, bare } = await startBoth(stage, pusher);
const realtime = spawnNode(["--import", "tsx", "scripts/realtime/server.ts"], {
  cwd: root,
  env: { ...process.env, ...pusher, NODE_OPTIONS: "", REALTIME_PORT: String(realtimePort) },
  output: "ignore",
});
const browser = await openBrowser();
const [host, guest] = await Promise.all(
  [stage.w.people.organiser, stage.w.people.invited].map((person) =>
    sessionCookie(stage.database, person.userId),
  ),
);
const url = `${foyer.url}/c/${formatConferenceId(place.publicId)}/room`;
const first = await visit(browser, { cookie: host, url });
await first.page.goto(url);
await cameraOf(first.page).waitFor();
await enter(first.page);

/** Notes when a click came and when a picture of somebody else was first shown, on the page's own clock. */
const watch = (page: Page, own: string | undefined) =>
  page.addInitScript((mine) => {
    const seen = { click: 0, frame: 0 };
    Object.assign(window, { seen });
    addEventListener(
      "click",
      () => {
        seen.click = performance.now();
      },
      { capture: true },
    );
    const watched = new WeakSet<HTMLVideoElement>();
    const look = () => {
      for (const video of document.querySelectorAll<HTMLVideoElement>("li[data-participant] video")) {
        const tile = video.closest<HTMLElement>("li[data-participant]");
        if (watched.has(video) || (mine && tile?.textContent?.includes(mine))) continue;
        watched.add(video);
        video.requestVideoFrameCallback(() => {
          seen.frame ||= performance.now();
        });
      }
    };
    new MutationObserver(look).observe(document, { childList: true, subtree: true });
  }, own);

type Times = { warm: number; cold: number };

/** The camera has been warm for a moment when somebody clicks; cold leaves that moment out. */
async function timesOf(
  target: string,
  button: RegExp,
  who: { cookie?: string; name?: string },
): Promise<Times> {
  const { context, page } = await visit(browser, { cookie: who.cookie, url: target });
  await watch(page, who.name);
  await page.goto(target);
  const enabled = page.getByRole("button", { name: button, disabled: false });
  await enabled.waitFor();
  if (who.cookie) await cameraOf(page).waitFor();
  const ready = await page.evaluate(() => performance.now());
  await page.waitForLoadState("networkidle");
  await enabled.click();
  await page.waitForFunction(() => (window as unknown as { seen: { frame: number } }).seen.frame > 0);
  const seen = await page.evaluate(
    () => (window as unknown as { seen: { click: number; frame: number } }).seen,
  );
  if (who.cookie) await page.getByRole("button", { name: /^Leave$/ }).click();
  await context.close();
  return { warm: seen.frame - seen.click, cold: ready + seen.frame - seen.click };
}

const own = () => timesOf(url, ENTER, { cookie: guest, name: stage.w.people.invited.name });
const anchor = () => timesOf(`${bare.url}/call`, /^Call$/, {});
await own();
await anchor();
const results = await alternate(rounds, own, anchor);
for (const [name, key, limit] of [
  ["join", "warm", 1.3],
  ["join-cold", "cold", 1.5],
] as const) {
  const side = (i: 0 | 1) => median(results.map((pair) => pair[i][key])).toFixed(0);
  print(
    name,
    results.map(([a, b]) => a[key] / b[key]),
    { atMost: limit },
    `${key === "warm" ? "click" : "navigation"} → first remote picture ÷ bare WebRTC (${side(0)} ÷ ${side(1)} ms); 2 people, ${rounds} rounds`,
  );
}
await browser.close();
realtime.kill();
await done(foyer, bare, stage.cluster);
