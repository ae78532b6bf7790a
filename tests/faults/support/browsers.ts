import { chromium, type Page } from "@playwright/test";
import { encode } from "next-auth/jwt";
import { formatConferenceId } from "@/lib/ids";
import { findBrowser } from "@/scripts/browser.mjs";
import { guestCookie } from "../../access/cookies";
import { aSession, type Person } from "../../support/world";
import { childrenOf } from "./managed";

/** A Chromium of its own with a false camera, so that it can die alone. */
export async function aBrowser() {
  const before = new Set(childrenOf(process.pid));
  const browser = await chromium.launch({
    executablePath: await findBrowser({ install: false }),
    args: [
      "--use-fake-device-for-media-stream",
      "--use-fake-ui-for-media-stream",
      "--disable-background-networking",
      "--no-first-run",
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    ],
  });
  const pids = childrenOf(process.pid).filter((pid) => !before.has(pid));
  const context = await browser.newContext({
    baseURL: process.env.BASE_URL,
    locale: "en-GB",
    permissions: ["camera", "microphone"],
  });
  return {
    page: await context.newPage(),
    context,
    /** `kill -9` of the browser and of all it started. */
    kill() {
      for (const pid of pids) killFamily(pid);
    },
    close: () => browser.close(),
  };
}

function killFamily(pid: number): void {
  let family: number[] = [];
  try {
    family = childrenOf(pid);
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended by itself when its parent did.
  }
  for (const child of family) killFamily(child);
}

export async function asPerson(page: Page, person: Person): Promise<void> {
  const token = { sub: person.userId, sid: await aSession(person) };
  const value = await encode({ token, secret: process.env.AUTH_SECRET ?? "" });
  await page.context().addCookies([{ name: "foyer.session", value, url: process.env.BASE_URL ?? "" }]);
}

export async function asParticipant(page: Page, participantId: string): Promise<void> {
  const cookies = Object.entries(await guestCookie(participantId));
  const url = process.env.BASE_URL ?? "";
  await page.context().addCookies(cookies.map(([name, value]) => ({ name, value, url })));
}

/** Through the lobby into the room. */
export async function enterRoom(page: Page, publicId: string): Promise<void> {
  await page.goto(`/c/${formatConferenceId(publicId)}/room`);
  await page
    .getByRole("button", { name: /^(Start the conference|Enter the room)$/ })
    .click({ timeout: 60_000 });
  await page.getByRole("button", { name: "Leave", exact: true }).waitFor({ timeout: 60_000 });
}

/** The people whom the page shows. */
export const peopleShown = (page: Page) => page.locator("li[data-participant]").count();

/** The number beside "People": everybody inside, also those for whom there is no tile. */
export const peopleCounted = async (page: Page) =>
  Number(/\d+/.exec((await page.getByRole("button", { name: /^People/ }).textContent()) ?? "")?.[0]);
