/**
 * The screens, in the order of the story. `as` signs in first; `do` brings the page into the state to be shown.
 * The demo world's webinars have the IDs `toiture` (full) and `rooftop` (open).
 */
export const screens = {
  "01-guest": { path: "/" },
  "01-sign-in": { path: "/sign-in" },
  "01-sign-in-error": {
    path: "/sign-in",
    do: async (page) => {
      await page.locator("input[name=login]").fill("nobody.here");
      await page.locator("input[name=password]").fill("wrong wrong");
      await page.locator("input[name=password]").press("Enter");
      await page.getByRole("alert").first().waitFor();
    },
  },
  "02-home": { path: "/home", as: "organiser" },
  "02-home-panel": { path: "/home", as: "organiser", do: openFirst },
  "02-home-member": { path: "/home", as: "member" },
  "03-meetings": { path: "/meetings", as: "organiser" },
  "03-meetings-panel": { path: "/meetings", as: "organiser", do: openFirst },
  "03-meetings-all": { path: "/meetings?view=all", as: "organiser" },
  "04-rooms": { path: "/rooms", as: "organiser" },
  "05-editor-type": { path: "/meetings/new", as: "organiser" },
  "05-editor-general": { path: "/meetings/new?visibility=public", as: "organiser" },
  "06-public-open": { path: "/c/rooftop" },
  "06-public-full": { path: "/c/toiture" },
  "06-public-unknown": { path: "/c/0000-0000-0000" },
  "06-register": { path: "/c/rooftop/register", fullPage: true },
  "07-lobby": { path: "/c/open-house/room", as: "organiser" },
  "08-control": { path: "/control", as: "admin", fullPage: true },
  "08-mailbox": { path: "/control/mailbox", as: "admin" },
  "09-not-found": { path: "/nowhere" },
  "11-people": { path: "/people", as: "organiser" },
  "11-contacts": { path: "/people/contacts", as: "organiser" },
  "11-contact": { path: "/people/contacts/new", as: "organiser" },
};

async function openFirst(page) {
  const link = page.locator("main a[href*='c=']").first();
  await link.click();
  await page.waitForURL(/[?&]c=/);
}
