import type { Page } from "@playwright/test";
import { closePool } from "@/db/client";
import { cookiesOf } from "../access/cookies";
import type { Persona } from "../access/personas";
import { allRouteRows } from "../access/routes";
import { expect, expectNoSidewaysScroll, test } from "../e2e/support/browser";
import { closeOwner } from "../support/database";
import { type DressedWorld, dressedWorld } from "./dressed";
import { textsOf } from "./inputs";

/**
 * Every page that shows it, in a real browser: what people typed stays text, inside its own line and its own row, and a
 * form that is refused still holds what was typed.
 */
let w: DressedWorld;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  w = await dressedWorld();
});
test.afterAll(async () => {
  await closePool();
  await closeOwner();
});

async function become(page: Page, persona: Persona): Promise<void> {
  const url = process.env.BASE_URL ?? "";
  const jar = await cookiesOf(w, persona);
  await page.context().addCookies(Object.entries(jar).map(([name, value]) => ({ name, value, url })));
}

/** Looked at in the page itself. */
const problemsIn = (page: Page) =>
  page.evaluate(() => {
    const found: string[] = [];
    if ("__pwn" in window) found.push("a script ran");
    const name = (element: Element) =>
      `${element.tagName.toLowerCase()} ${element.textContent?.slice(0, 40)}`;
    for (const element of document.querySelectorAll("*")) {
      const handler = [...element.attributes].find((attribute) => /^on/i.test(attribute.name));
      if (handler) found.push(`handler ${handler.name} on ${name(element)}`);
      const address = element.getAttribute("href") ?? element.getAttribute("src") ?? "";
      if (/^\s*(javascript|data:text)/i.test(address)) found.push(`address ${address}`);
    }
    if (/[\u202a-\u202e\u2066-\u2069]/.test(document.body.innerText))
      found.push("a sign that turns the writing");
    // A line that runs the other way must not turn what stands beside it.
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (!/[\u0590-\u08ff]/.test(node.nodeValue ?? "") || !parent?.checkVisibility()) continue;
      let isApart = false;
      for (let at: Element | null = parent; at && !isApart; at = at.parentElement) {
        const { unicodeBidi, display } = getComputedStyle(at);
        isApart = /isolate|plaintext/.test(unicodeBidi) || !/^(inline|contents)$/.test(display);
        if (isApart && !/isolate|plaintext/.test(unicodeBidi)) {
          const rest = (at.textContent ?? "").replace(node.nodeValue ?? "", "");
          // A digit or a bracket beside it would change its place.
          if (/[\p{L}\p{N}]/u.test(rest)) found.push(`not apart: ${name(at)}`);
        }
      }
    }
    // Rows of one list are about as high as each other, whatever is in them.
    for (const list of document.querySelectorAll("main tbody, main ul, main ol")) {
      const heights = [...list.children]
        .map((row) => row.getBoundingClientRect().height)
        .filter((h) => h > 0);
      if (heights.length < 6) continue;
      const middle = [...heights].sort((a, b) => a - b)[Math.floor(heights.length / 2)] ?? 0;
      const highest = Math.max(...heights);
      if (highest > middle * 4 + 40) found.push(`a row of ${highest} px among rows of ${middle} px`);
    }
    return [...new Set(found)];
  });

async function expectWhole(page: Page, path: string): Promise<void> {
  const answer = await page.goto(path);
  expect.soft([path, answer?.status()]).toEqual([path, 200]);
  await page.waitForLoadState("load");
  expect.soft([path, await problemsIn(page)]).toEqual([path, []]);
  await expectNoSidewaysScroll(page, path);
}

const widths = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];

/** Pages with a reader of their own; what is dressed has them all. */
const readable = allRouteRows.flatMap(({ file, row }) => {
  const reader = (["organiser", "administrator", "guest", "anonymous"] as const).find(
    (p) => row.expect[p] === 200,
  );
  return /page\.tsx/.test(file) && reader && !/setup/.test(file) ? [{ file, row, reader }] : [];
});

for (const { file, row, reader } of readable) {
  test(`every page that shows it stays whole: ${file} (T-17)`, async ({ page }) => {
    await become(page, reader);
    for (const size of widths) {
      await page.setViewportSize(size);
      await expectWhole(page, row.path(row.record?.own(w) ?? "", w));
    }
  });
}

for (const place of ["page", "lists", "editor", "analytics", "contact"] as const) {
  test(`every page that shows it stays whole, text by text: ${place} (T-17)`, async ({ page }) => {
    test.setTimeout(300_000);
    await become(page, "organiser");
    for (const size of widths) {
      await page.setViewportSize(size);
      for (const { conference, contactId } of w.dressed) {
        const { id, publicId } = conference;
        const paths = {
          page: [`/c/${publicId}`, `/c/${publicId}/register`],
          lists: [`/meetings?c=${id}`],
          editor: [`/meetings/${id}/edit`],
          analytics: [`/meetings/${id}/analytics`],
          contact: [`/people/contacts/${contactId}`],
        }[place];
        for (const path of paths) await expectWhole(page, path);
      }
    }
  });
}

test("templates stay as they were typed, on the page, in its title and in the mail (H-010, H-016)", async ({
  page,
}) => {
  await become(page, "administrator");
  const [template = ""] = textsOf("H-010");
  const one = w.dressed.find(({ text }) => text === template);
  await page.goto(`/c/${one?.conference.publicId}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(template);
  expect(await page.title()).toContain(template);
  const script = w.dressed.find(({ text }) => text.startsWith("</script>"));
  await page.goto(`/c/${script?.conference.publicId}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(script?.text ?? "");
  await page.goto("/control/mailbox");
  expect(await problemsIn(page)).toEqual([]);
});

/** Refused everywhere: it holds what nobody types. */
const refusable = "<svg/onload=window.__pwn=1>\u0007 Été";

type Form = { file: string; persona: Persona; path: () => string };

const forms: Form[] = [
  { file: "contacts", persona: "organiser", path: () => "/people/contacts/new" },
  {
    file: "call strings",
    persona: "organiser",
    path: () => "/people/contacts/new?kind=call_string",
  },
  { file: "a contact", persona: "organiser", path: () => `/people/contacts/${w.contactId}` },
  {
    file: "a new webinar",
    persona: "organiser",
    path: () => "/meetings/new?kind=scheduled&visibility=public",
  },
  {
    file: "a new room",
    persona: "organiser",
    path: () => "/meetings/new?kind=room&visibility=private",
  },
  {
    file: "a conference",
    persona: "organiser",
    path: () => `/meetings/${w.webinar.id}/edit`,
  },
  {
    file: "registering",
    persona: "anonymous",
    path: () => `/c/${w.otherWebinar.publicId}/register`,
  },
  {
    file: "a lost link",
    persona: "anonymous",
    path: () => `/c/${w.otherWebinar.publicId}/link`,
  },
  { file: "signing in", persona: "anonymous", path: () => "/sign-in" },
  { file: "the server", persona: "administrator", path: () => "/control/server" },
  { file: "the lock", persona: "administrator", path: () => "/control/sign-in" },
];

for (const { file, persona, path } of forms) {
  for (const scripts of [true, false]) {
    test(`[Z16] refused, a form keeps what was typed, ${scripts ? "with" : "without"} scripts: ${file}`, async ({
      newBrowser,
    }) => {
      const page = await newBrowser({ javaScriptEnabled: scripts });
      await become(page, persona);
      await page.goto(path());
      if (scripts) await page.waitForLoadState("networkidle");
      const form = page.locator("main form", { has: page.getByRole("textbox") }).first();
      const fields = form.locator("input:not([type]), input[type=text], input[type=email], textarea");
      const names: string[] = [];
      for (const field of await fields.all()) {
        if (!(await field.isVisible()) || !(await field.isEditable())) continue;
        const name = await field.getAttribute("name");
        if (!name || (await field.getAttribute("data-secret")) !== null) continue;
        await field.fill(refusable);
        names.push(name);
      }
      expect(names.length).toBeGreaterThan(0);
      await form.locator("[type=submit]").first().click();
      await expect(page.getByRole("alert").or(page.locator("[aria-invalid=true]")).first()).toBeVisible();
      for (const name of names) {
        await expect.soft(page.locator(`main [name="${name}"]`).first()).toHaveValue(refusable);
      }
      expect(await problemsIn(page)).toEqual([]);
    });
  }
}

test("[Z16] a form that is too large says so in its page and keeps what was typed", async ({ page }) => {
  await become(page, "organiser");
  await page.goto("/people/contacts/new");
  await page.getByRole("textbox", { name: "Name" }).fill("Élodie Garnier");
  const long = "Été ".repeat(400_000);
  await page.getByRole("textbox", { name: "Note" }).fill(long);
  await page.getByRole("button", { name: "Save contact" }).click();
  await expect(page.getByText("This is too long.").first()).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Name" })).toHaveValue("Élodie Garnier");
  expect(await page.getByRole("textbox", { name: "Note" }).inputValue()).toBe(long);
});
