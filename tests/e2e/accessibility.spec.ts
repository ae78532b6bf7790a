import type { Page } from "@playwright/test";
import { newConferenceId } from "@/lib/ids";
import { aPrivateMeeting, aRegistration, aRoom, aWebinar } from "../support/conferences";
import { enters } from "../support/live";
import { type World, world } from "../support/world";
import { expect, expectAccessible, expectNoSidewaysScroll, signIn, test } from "./support/browser";
import { until } from "./support/server";

type Look = {
  language: "en" | "fr";
  options: Parameters<import("@playwright/test").Browser["newContext"]>[0];
};

/** The two ends of what there is: a wide light screen in English, a dark telephone in French. */
const looks: Look[] = [
  { language: "en", options: { colorScheme: "light", viewport: { width: 1440, height: 900 } } },
  {
    language: "fr",
    options: {
      colorScheme: "dark",
      locale: "fr-FR",
      viewport: { width: 390, height: 844 },
      isMobile: true,
      hasTouch: true,
    },
  },
];

/** What the screens show, made once for all of them. */
async function furnish(w: World) {
  const webinar = await aWebinar(w);
  const running = await aWebinar(w, {
    startsInMinutes: -5,
    input: { name: "Permanence du mardi", registration: null, pin: "4829" },
  });
  await enters(w.actors.organiser, running);
  const meeting = await aPrivateMeeting(w);
  const room = await aRoom(w);
  const full = await aWebinar(w, { people: [], input: { name: "Complet", seatLimit: 2 } });
  const { email } = await aRegistration(full);
  return { webinar, running, meeting, room, full, email };
}
type Furniture = Awaited<ReturnType<typeof furnish>>;

const strangersScreens = ({ webinar, running, full, meeting }: Furniture) => [
  "/",
  "/sign-in",
  "/forgot",
  `/c/${webinar.publicId}`,
  `/c/${webinar.publicId}/register`,
  `/c/${webinar.publicId}/link`,
  `/c/${running.publicId}`,
  `/c/${full.publicId}`,
  `/c/${meeting.publicId}`,
  `/c/${newConferenceId()}`,
  "/home",
];

const organisersScreens = ({ webinar, running, meeting, room }: Furniture) => [
  "/home",
  `/home?c=${running.id}`,
  "/meetings",
  "/meetings?view=all",
  `/meetings?c=${webinar.id}`,
  "/meetings?q=nothing+is+called+so",
  "/rooms",
  `/rooms?c=${room.id}`,
  "/meetings/new?kind=scheduled",
  "/meetings/new?kind=room&visibility=private",
  `/meetings/${meeting.id}/edit`,
  `/meetings/${running.id}/analytics`,
  `/meetings/${running.id}/analytics?view=table&filters=1`,
  `/meetings/${running.id}/analytics?tab=history`,
  `/meetings/${room.id}/analytics`,
  `/c/${webinar.publicId}/room`,
  `/c/${running.publicId}`,
  "/profile",
  "/profile/security",
  "/profile/settings",
];

const administratorsScreens = [
  "/control",
  "/control/users",
  "/control/users?q=zzz",
  "/control/users/new",
  "/control/users/import",
  "/control/groups",
  "/control/groups/new",
  "/control/licences",
  "/control/sign-in",
  "/control/server",
  "/control/audit",
  "/control/mailbox",
  "/people",
  "/nowhere",
];

/** Goes on after a fault, so that one run names them all. */
async function expectGood(page: Page, name: string, { language }: Look, isOpenState = false) {
  await expect.soft(page.locator("html"), name).toHaveAttribute("lang", language);
  await test.step(name, async () => {
    await expect(page.getByRole("heading").first()).toBeVisible();
    await expectNoSidewaysScroll(page, name);
    await atFullHeight(page, () => expectAccessible(page, { isOpenState, name }));
  });
}

/** What a sticky bar happens to cover at the moment would count as too small to hit. */
async function atFullHeight(page: Page, check: () => Promise<void>) {
  const size = page.viewportSize();
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  if (!size || height <= size.height) return check();
  await page.setViewportSize({ ...size, height });
  await check();
  await page.setViewportSize(size);
}

async function expectAllGood(page: Page, paths: readonly string[], look: Look) {
  for (const path of paths) {
    await page.goto(path);
    await expectGood(page, path, look);
  }
}

for (const look of looks) {
  const { language, options } = look;
  const viewport = `${options?.viewport?.width} pixels, ${options?.colorScheme}, ${language}`;

  test(`strangers can use every screen: ${viewport}`, async ({ newBrowser }) => {
    test.setTimeout(180_000);
    const { webinar, ...rest } = await furnish(await world());
    const page = await newBrowser(options);
    await expectAllGood(page, strangersScreens({ webinar, ...rest }), look);
    await page.goto(`/c/${webinar.publicId}/register`);
    await page.getByRole("main").locator("form").last().getByRole("button").click();
    await expect(page.locator("[aria-invalid=true]").first()).toBeVisible();
    await expectGood(page, "errors of the form", look);
    await page.locator("[name=first_name]").fill("Camille");
    await page.locator("[name=last_name]").fill("Roussel");
    await page.locator("[name=email]").fill("camille@example.org");
    await page.getByRole("main").locator("form").last().getByRole("button").click();
    await page.waitForURL(/\/registered$/);
    await expectGood(page, "registered", look);
  });

  test(`organisers can use every screen: ${viewport}`, async ({ newBrowser }) => {
    test.setTimeout(240_000);
    const w = await world();
    const furniture = await furnish(w);
    const page = await newBrowser(options);
    await signIn(page, w.people.organiser);
    await expectAllGood(page, organisersScreens(furniture), look);

    await page.goto("/meetings/new?kind=scheduled&visibility=public");
    for (const tab of await page.getByRole("tab").all()) {
      await tab.click();
      await expectGood(page, `editor, ${await tab.innerText()}`, look);
    }
    await page.goto("/home");
    await page
      .getByRole("banner")
      .getByRole("button", { name: /^(New|Nouveau|Créer)/ })
      .click();
    await expect(page.getByRole("menu")).toBeVisible();
    await expectGood(page, "the menu of what is new", look, true);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("menu")).toHaveCount(0);
    await page
      .locator("summary")
      .filter({ hasText: /(Account of|Compte de) / })
      .click();
    await expectGood(page, "the menu of the account", look, true);
    await page.goto(`/meetings/${furniture.webinar.id}/edit`);
    await page.getByRole("button", { name: /^(Cancel conference|Annuler la conférence)$/ }).click();
    await expect(page.getByRole("alertdialog")).toBeVisible();
    await expectGood(page, "a question", look, true);
  });

  test(`administrators can use every screen: ${viewport}`, async ({ newBrowser }) => {
    test.setTimeout(180_000);
    const w = await world();
    const { email } = await furnish(w);
    const page = await newBrowser(options);
    await signIn(page, w.people.administrator);
    await expectAllGood(page, administratorsScreens, look);
    const mail = page.getByRole("link").filter({ hasText: email }).first();
    await until(async () => {
      await page.goto("/control/mailbox");
      return mail.isVisible();
    }, "the mail");
    await mail.click();
    await page.waitForURL(/\/control\/mailbox\/.+/);
    await expectGood(page, "a mail", look);
  });
}
