import type { Page } from "@playwright/test";
import { expect } from "./browser";

/** Pictures shown by the other people's videos so far, one number each. */
const frames = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLVideoElement>("li[data-participant] video")].map(
      (video) => video.getVideoPlaybackQuality().totalVideoFrames,
    ),
  );

/** Waits until so many pictures move: each frame count grows. */
export async function expectMovingPictures(page: Page, count: number) {
  await expect(page.locator("li[data-participant] video")).toHaveCount(count, { timeout: 30_000 });
  const before = await frames(page);
  await expect
    .poll(async () => (await frames(page)).filter((n, i) => n > (before[i] ?? 0)).length, { timeout: 30_000 })
    .toBe(count);
}

/** Through the lobby into the room. */
export async function enter(page: Page) {
  await page
    .getByRole("button", {
      name: /^(Start the conference|Enter the room|Ouvrir la conférence|Entrer dans la salle|Démarrer la conférence)$/,
    })
    .click();
  await expect(page.getByRole("button", { name: /^(Leave|Quitter)$/ })).toBeVisible({ timeout: 30_000 });
}
