/** How a page comes into a state that no address leads to. Works in every language: nothing is found by its words. */

export async function openFirst(page) {
  await page.locator("main a[href*='c=']").first().click();
  await page.waitForURL(/[?&]c=/);
  const isWide = page.viewportSize().width >= 1280;
  await page
    .locator(isWide ? "main aside" : "[role=dialog]")
    .first()
    .waitFor();
}

/** Opens a part of the editor, again if the page was not yet alive when it was pressed. */
export const tab = (index) => async (page) => {
  const wanted = page.getByRole("tab").nth(index);
  for (let tries = 0; tries < 20; tries++) {
    await wanted.click();
    if ((await wanted.getAttribute("aria-selected")) === "true") return;
    await page.waitForTimeout(100);
  }
  throw new Error("the tab did not open");
};

/** The button that sends the page's form; the editor has one for phones and one for others. */
const send = (page) =>
  page.locator("main form").last().locator("button:not([type=button]):visible").last().click();

/** Sends the form as it is. */
export async function submit(page) {
  await send(page);
  await page.locator("[aria-invalid=true]").first().waitFor();
}

/** Two people edit the same conference, and the second sees both versions. */
export async function conflict(page, { open }) {
  const href = await page.getByRole("link", { name: /Accueil des nouveaux/ }).getAttribute("href");
  const path = `/meetings/${new URL(href, page.url()).searchParams.get("c")}/edit`;
  const other = await open("admin");
  for (const editor of [page, other]) {
    await editor.goto(path);
    await tab(1)(editor);
    await tab(0)(editor);
  }
  const words = ["Visite des bureaux à 10 h, puis déjeuner.", "Visite des bureaux à 11 h, sans déjeuner."];
  const text = other.locator("[name=description]");
  await text.fill(words[0] === (await text.inputValue()) ? words[1] : words[0]);
  await send(other);
  await other.waitForURL(/[?&]c=/);
  await page.locator("[name=description]").fill("Visite des bureaux à 10 h, déjeuner à 12 h 30.");
  await send(page);
  await page.locator("[name^=conflict-]").first().waitFor({ state: "attached" });
}

/** The statistics of the demo world's ended webinar. */
export const analytics = (query) => async (page) => {
  const href = await page.getByRole("link", { name: /retours du terrain/ }).getAttribute("href");
  const id = new URL(href, page.url()).searchParams.get("c");
  await page.goto(`/meetings/${id}/analytics${query}`);
  await page.locator(".recharts-surface").first().waitFor();
};

export async function person(page) {
  await analytics("")(page);
  await page.locator("main a[href*='p=']").first().click();
  await page.getByRole("dialog").waitFor();
}

/** Always the same address, so that it takes one seat. */
export async function registered(page) {
  await page.locator("[name=first_name]").fill("Camille");
  await page.locator("[name=last_name]").fill("Roussel");
  await page.locator("[name=email]").fill("camille@example.org");
  await send(page);
  await page.waitForURL(/\/registered$/);
}

/** A mail to a guest. */
export async function mail(page) {
  await page
    .getByRole("link", { name: /@example\.org/ })
    .first()
    .click();
  await page.waitForURL(/mailbox\/./);
}

/** Where the link of a confirmation leads. */
export async function personalLink(page) {
  await mail(page);
  const link = /\S+\/j\/[\w-]+/.exec(await page.locator("main").innerText())?.[0];
  await page.goto(link ?? "/no-link-in-the-mail");
}

const ROOM = "/c/open-house/room";

async function enter(page) {
  await page.locator("main button[type=submit]:not([name])").click();
  await page.locator("[role=toolbar]").waitFor();
}

/** The open house with three people in it, seen by the organiser. */
export async function room(page, { open }) {
  await enter(page);
  for (const login of ["member", "karim.bouzidi"]) {
    const other = await open(login);
    await other.goto(ROOM);
    await enter(other);
  }
  await page.waitForFunction(
    () =>
      [...document.querySelectorAll("li[data-participant] video")].filter((v) => v.currentTime > 0).length >=
      3,
  );
}

export async function roomPeople(page, tools) {
  await room(page, tools);
  await page.locator("[role=toolbar] [aria-expanded=false]").last().click();
}

async function askToEnd(page) {
  await page.locator("[role=toolbar] [aria-haspopup=menu]").nth(-1).click();
  await page.getByRole("menuitem").last().click();
  await page.getByRole("alertdialog").waitFor();
}

export async function roomEnd(page, tools) {
  await room(page, tools);
  await askToEnd(page);
}

export async function farewell(page) {
  await enter(page);
  await askToEnd(page);
  await page.getByRole("alertdialog").getByRole("button").last().click();
  await page.locator("[role=toolbar]").waitFor({ state: "detached" });
}

/** What others see of a conference while somebody is in it. */
export async function whileLive(page, { open }) {
  const owner = await open("organiser");
  await owner.goto(ROOM);
  await enter(owner);
  await page.reload();
}

/** The rights of the first person of the list. */
export async function firstUser(page) {
  await page.locator("main tbody a").first().click();
  await page.waitForURL(/\/users\/[0-9a-f-]{36}/);
  await page.locator("main form [type=radio]").first().waitFor();
}

/** A table with two good lines and two that are not. */
export async function importPreview(page) {
  await page
    .locator("textarea[name=table]")
    .fill(
      "name,e-mail,user ID,groups\nAda Lovelace,ada@example.org,ada,\nÉtienne Bézout,etienne@example.org,,\nNobody,no address,nobody,\nGrace Hopper,grace@example.org,grace,Navy",
    );
  await page.locator("main form [type=submit]").click();
  await page.locator("main table").waitFor();
}

/** The last group of the list, which is not everyone. */
export async function lastGroup(page) {
  await page.locator("main tbody a").last().click();
  await page.waitForURL(/\/groups\/[0-9a-f-]{36}/);
  await page.locator("main form [type=checkbox]").first().waitFor();
}
