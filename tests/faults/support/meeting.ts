import { type Browser, chromium, type Page } from "@playwright/test";
import { signIn } from "../../e2e/support/browser";
import { enter } from "../../e2e/support/room";
import type { Person } from "../../support/world";

const args = [
  "--use-fake-device-for-media-stream",
  "--use-fake-ui-for-media-stream",
  "--disable-background-networking",
  "--no-first-run",
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
];

export type Seat = { browser: Browser; page: Page };

/** A real browser with a fake camera, inside the room. */
export async function takeSeat(program: string | undefined, url: string, person: Person): Promise<Seat> {
  const browser = await chromium.launch({ executablePath: program, args });
  const context = await browser.newContext({ locale: "en-GB", permissions: ["camera", "microphone"] });
  const page = await context.newPage();
  await signIn(page, person);
  await page.goto(url);
  await enter(page);
  return { browser, page };
}

/** Frames of the other people's pictures shown so far; the own picture is mirrored. */
export const framesOf = (page: Page): Promise<number> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLVideoElement>("li[data-participant] video")]
      .filter((video) => !video.className.includes("-scale-x"))
      .reduce((sum, video) => sum + video.getVideoPlaybackQuality().totalVideoFrames, 0),
  );

/** Who is on the stage, by participant. */
export const shownOn = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("li[data-participant]")]
      .map((tile) => tile.dataset.participant ?? "")
      .sort(),
  );

/** The state of the other's tile. */
export const stateOf = (page: Page, participantId: string) =>
  page.locator(`li[data-participant="${participantId}"]`).getAttribute("data-state", { timeout: 1000 });
