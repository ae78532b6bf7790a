import {
  analytics,
  conflict,
  farewell,
  firstUser,
  importPreview,
  lastGroup,
  mail,
  openFirst,
  person,
  personalLink,
  registered,
  room,
  roomEnd,
  roomPeople,
  submit,
  tab,
  whileLive,
} from "./states.mjs";

const past = "/meetings?view=all&state=past";
const newWebinar = "/meetings/new?kind=scheduled&visibility=public";
const openHouse = "/c/open-house/room";

/**
 * The screens, in the order of the story. `as` signs in first; `do` brings the page into the state to be shown.
 * The demo world's webinars have the IDs `toiture` (full) and `rooftop` (open).
 */
export const screens = {
  "01-guest": { path: "/" },
  "01-guest-id": {
    path: "/",
    do: async (page) => {
      await page.locator("main input").first().fill("rooftop");
      await page.getByText("Selling your rooftop surplus").waitFor();
    },
  },
  "01-sign-in": { path: "/sign-in" },
  "01-sign-in-error": {
    path: "/sign-in",
    do: async (page) => {
      await page.locator("input[name=login]").fill("nobody.here");
      await page.locator("input[name=password]").fill("wrong wrong");
      await page.locator("input[name=password]").press("Enter");
      await page.locator("main [role=alert]").first().waitFor();
    },
  },
  "02-home": { path: "/home", as: "organiser" },
  "02-home-panel": { path: "/home", as: "organiser", do: openFirst },
  "02-home-member": { path: "/home", as: "member" },
  "02-home-no-licence": { path: "/home", as: "lea.fontaine" },
  "02-home-empty": { path: "/home", as: "basile.moreau" },
  "02-home-new": {
    path: "/home",
    as: "organiser",
    do: (page) => page.getByRole("banner").locator("[aria-haspopup=menu]").click(),
  },
  "02-home-account": {
    path: "/home",
    as: "organiser",
    do: (page) => page.getByRole("banner").locator("summary").click(),
  },
  "03-meetings": { path: "/meetings", as: "organiser" },
  "03-meetings-panel": { path: "/meetings", as: "organiser", do: openFirst },
  "03-meetings-all": { path: "/meetings?view=all", as: "organiser" },
  "03-meetings-no-match": { path: "/meetings?view=all&q=zzz", as: "organiser" },
  "03-meetings-empty": { path: "/meetings", as: "basile.moreau" },
  "04-rooms": { path: "/rooms", as: "organiser" },
  "04-rooms-panel": { path: "/rooms", as: "organiser", do: openFirst },
  "04-rooms-empty": { path: "/rooms", as: "basile.moreau" },
  "05-editor-type": { path: "/meetings/new", as: "organiser" },
  "05-editor-general": { path: newWebinar, as: "organiser", fullPage: true },
  "05-editor-participants": { path: newWebinar, as: "organiser", do: tab(1) },
  "05-editor-additional": { path: newWebinar, as: "organiser", do: tab(2) },
  "05-editor-registration": {
    path: newWebinar,
    as: "organiser",
    fullPage: true,
    do: async (page) => {
      await tab(3)(page);
      await page.getByRole("switch").check();
    },
  },
  "05-editor-errors": {
    path: newWebinar,
    as: "organiser",
    do: async (page) => {
      await tab(0)(page);
      await submit(page);
    },
  },
  "05-editor-conflict": { path: "/meetings?view=all", as: "organiser", do: conflict },
  "05-editor-refused": { path: "/meetings/new", as: "member" },
  "06-public-open": { path: "/c/rooftop" },
  "06-public-full": { path: "/c/toiture" },
  "06-public-room": { path: "/c/open-house" },
  "06-public-owner": { path: "/c/rooftop", as: "organiser" },
  "06-public-unknown": { path: "/c/0000-0000-0000" },
  "06-register": { path: "/c/rooftop/register", fullPage: true },
  "06-register-errors": { path: "/c/rooftop/register", fullPage: true, do: submit },
  "06-registered": { path: "/c/rooftop/register", fullPage: true, do: registered },
  "06-lost-link": { path: "/c/rooftop/link" },
  "06-personal-link": { path: "/control/mailbox", as: "admin", do: personalLink },
  "07-lobby": { path: openHouse, as: "organiser" },
  "07-room": { path: openHouse, as: "organiser", do: room },
  "07-room-people": { path: openHouse, as: "organiser", do: roomPeople },
  "07-room-end": { path: openHouse, as: "organiser", do: roomEnd },
  "07-public-live": { path: "/c/open-house", do: whileLive },
  "07-rooms-live": { path: "/rooms", as: "karim.bouzidi", do: whileLive },
  "07-farewell": { path: openHouse, as: "organiser", do: farewell },
  "08-analytics": { path: past, as: "organiser", fullPage: true, do: analytics("") },
  "08-analytics-history": { path: past, as: "organiser", fullPage: true, do: analytics("?tab=history") },
  "08-analytics-filters": { path: past, as: "organiser", fullPage: true, do: analytics("?filters=1") },
  "08-analytics-person": { path: past, as: "organiser", do: person },
  "09-profile": { path: "/profile", as: "organiser", fullPage: true },
  "09-profile-security": { path: "/profile/security", as: "organiser", fullPage: true },
  "09-profile-settings": { path: "/profile/settings", as: "organiser", fullPage: true },
  "01-forgot": { path: "/forgot" },
  "09-people": { path: "/people", as: "organiser" },
  "09-contacts": { path: "/people/contacts", as: "organiser" },
  "09-contact": { path: "/people/contacts/new", as: "organiser" },
  "10-control": { path: "/control", as: "admin", fullPage: true },
  "10-users": { path: "/control/users", as: "admin" },
  "10-user": { path: "/control/users", as: "admin", fullPage: true, do: firstUser },
  "10-user-new": { path: "/control/users/new", as: "admin" },
  "10-users-import": { path: "/control/users/import", as: "admin", fullPage: true, do: importPreview },
  "10-groups": { path: "/control/groups", as: "admin" },
  "10-group": { path: "/control/groups", as: "admin", fullPage: true, do: lastGroup },
  "10-group-new": { path: "/control/groups/new", as: "admin" },
  "02-home-temporary": { path: "/home", as: "priya.raghunathan" },
  "10-control-licences": { path: "/control/licences", as: "admin", fullPage: true },
  "10-control-sign-in": { path: "/control/sign-in", as: "admin", fullPage: true },
  "10-control-server": { path: "/control/server", as: "admin", fullPage: true },
  "10-control-audit": { path: "/control/audit", as: "admin", fullPage: true },
  "10-mailbox": { path: "/control/mailbox", as: "admin" },
  "10-mail": { path: "/control/mailbox", as: "admin", fullPage: true, do: mail },
  "11-not-found": { path: "/nowhere" },
  "11-not-found-inside": { path: "/nowhere", as: "organiser" },
};
