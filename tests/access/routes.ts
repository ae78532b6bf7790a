import { channels } from "@/lib/realtime/channels";
import { unknownPublicId } from "../support/world";
import { controlRoutes } from "./control-routes";
import type { FurnishedWorld } from "./furnished";
import type { Persona } from "./personas";
import { outcomes } from "./rows/types";

export type RouteRow = {
  /** Where it is; with the id or token of the record that it shows, if it shows one. */
  path: (id: string, w: FurnishedWorld) => string;
  /** The record, one of the other account, and one that nobody has. */
  record?: {
    own: (w: FurnishedWorld) => string;
    foreign?: (w: FurnishedWorld) => string;
    unknown: () => string;
  };
  /** What is posted: JSON, or a form. Without it the row is a GET. */
  post?: (w: FurnishedWorld) => Record<string, unknown> | URLSearchParams;
  /** The status for each persona. */
  expect: Record<Persona, number>;
  /** Where 307 and 303 lead. */
  to?: (id: string) => string;
  /** Shows the public facts of a webinar, so its name and the account's are no secrets there. */
  isPublic?: true;
  /** Each success needs a world of its own. */
  once?: true;
  /** The requirement rows that it proves, or what it means. */
  title?: string;
};

const statuses = outcomes<number>;

const strangers: Persona[] = ["anonymous", "guest", "otherGuest"];
const leaders: Persona[] = ["organiser", "administrator"];
const related: Persona[] = ["invited", "moderator", ...leaders];
const onlyInvited: Persona[] = ["invited", "moderator"];

const all = (names: readonly Persona[], status: number) =>
  Object.fromEntries(names.map((name) => [name, status])) as Partial<Record<Persona, number>>;

const everybody = statuses(200, {});
/** Whoever is signed in, in whichever account. Nobody else learns that there is such a page. */
const users = statuses(200, all(strangers, 404));
const relatedOnly = statuses(404, all(related, 200));
const nobody = statuses(404, {});

const meeting = {
  own: (w: FurnishedWorld) => w.meeting.id,
  foreign: (w: FurnishedWorld) => w.foreign.id,
  unknown: () => crypto.randomUUID(),
};
const webinarId = { ...meeting, own: (w: FurnishedWorld) => w.webinar.id };
const privatePage = {
  own: (w: FurnishedWorld) => w.meeting.publicId,
  foreign: (w: FurnishedWorld) => w.foreignMeeting.publicId,
  unknown: unknownPublicId,
};
const webinarPage = { own: (w: FurnishedWorld) => w.webinar.publicId, unknown: unknownPublicId };
const person = {
  own: (w: FurnishedWorld) => w.people.member.userId,
  foreign: (w: FurnishedWorld) => w.people.foreigner.userId,
  unknown: () => crypto.randomUUID(),
};
const noToken = "A".repeat(43);
const token = { own: (w: FurnishedWorld) => w.token, unknown: () => noToken };

/** The conference page and what lies below it, for a webinar and for a private meeting. */
const below = (rest: string, webinar: Record<Persona, number>, meetingToo = relatedOnly): RouteRow[] => [
  {
    path: (id) => `/c/${shown(id)}${rest}`,
    record: webinarPage,
    expect: webinar,
    to: (id) => `/c/${shown(id)}`,
    isPublic: true,
  },
  {
    path: (id) => `/c/${shown(id)}${rest}`,
    record: privatePage,
    expect: meetingToo,
    to: (id) => `/c/${shown(id)}`,
    title: "[J03] of a private conference",
  },
];

/** An ID as addresses write it. */
export const shown = (id: string): string => id.replace(/^(.{4})(.{4})(.{4})$/, "$1-$2-$3");

/** [T01] The owner and the host of the account; who is invited learns why not. */
const exported = (what: string): RouteRow => ({
  path: (id) => `/api/exports/${what}?conference=${id}`,
  record: webinarId,
  expect: statuses(404, { ...all(strangers, 401), ...all(leaders, 200), ...all(onlyInvited, 403) }),
  title: "[T01] for owner and host only",
});

/** Those who are inside: the moderator's device fell silent, and the invited person has left. */
const inside = statuses(404, { organiser: 200, guest: 200, moderator: 403, invited: 403 });
const wereInside = statuses(404, { ...all(["organiser", "guest", "moderator", "invited"], 200) });
const room = (
  what: string,
  expect: Record<Persona, number>,
  post?: RouteRow["post"],
  more?: Partial<RouteRow>,
): RouteRow => ({
  path: (id) => `/api/room/${id}/${what}`,
  record: { ...webinarPage, foreign: (w) => w.foreign.publicId },
  post,
  expect,
  ...more,
});
const device = (w: FurnishedWorld) => ({ generation: w.hostGeneration });

export const routeRows: Record<string, RouteRow | RouteRow[]> = {
  "app/manifest.ts": { path: () => "/manifest.webmanifest", expect: everybody },

  "app/(area)/home/page.tsx": {
    path: () => "/home",
    expect: users,
    title: "[A05] every user has a personal area",
  },
  "app/(area)/meetings/(list)/page.tsx": [
    { path: () => "/meetings?view=all", expect: users },
    {
      // Without the details of what is out of reach: the list itself is everybody's own (C05).
      path: (id) => `/meetings?c=${id}`,
      record: meeting,
      expect: users,
      title: "[C05] only the person's own events",
    },
  ],
  "app/(area)/rooms/page.tsx": { path: () => "/rooms", expect: users },
  "app/(area)/people/page.tsx": {
    path: () => "/people",
    expect: users,
    title: "[A04] every user reads the account's own directory",
  },
  "app/(area)/people/contacts/page.tsx": {
    path: () => "/people/contacts",
    expect: users,
    title: "[H03, H05] everybody keeps contacts of their own, or learns why not",
  },
  "app/(area)/people/contacts/new/page.tsx": { path: () => "/people/contacts/new", expect: users },
  "app/(area)/people/contacts/[id]/page.tsx": {
    path: (id) => `/people/contacts/${id}`,
    record: {
      own: (w) => w.contactId,
      foreign: (w) => w.foreignContactId,
      unknown: () => crypto.randomUUID(),
    },
    expect: statuses(404, { organiser: 200 }),
    title: "[W08, W09] a contact is its owner's, and not an administrator's affair",
  },
  "app/(area)/profile/page.tsx": {
    path: () => "/profile",
    expect: users,
    title: "[A03] every user has a profile",
  },
  "app/(area)/profile/security/page.tsx": {
    path: () => "/profile/security",
    expect: users,
    title: "[G08] every user has a page for e-mail and password",
  },
  "app/(area)/profile/settings/page.tsx": {
    path: () => "/profile/settings",
    expect: users,
  },
  "app/(area)/meetings/new/page.tsx": { path: () => "/meetings/new", expect: users },
  // Who may see but not change it is told so.
  "app/(area)/meetings/[id]/edit/page.tsx": {
    path: (id) => `/meetings/${id}/edit`,
    record: meeting,
    expect: relatedOnly,
  },
  "app/(area)/meetings/[id]/analytics/page.tsx": {
    path: (id) => `/meetings/${id}/analytics`,
    record: webinarId,
    expect: relatedOnly,
    title: "[T01] for owner and host only",
  },

  ...controlRoutes,

  "app/(public)/page.tsx": { path: () => "/", expect: statuses(307, all(strangers, 200)), to: () => "/home" },
  "app/(public)/sign-in/page.tsx": {
    path: () => "/sign-in",
    expect: statuses(307, all(strangers, 200)),
    to: () => "/home",
  },
  "app/(public)/online/page.tsx": {
    path: () => "/online",
    expect: statuses(307, all(strangers, 404)),
    to: () => "/home",
  },
  // Without the first step there is no second one.
  "app/(public)/sign-in/code/page.tsx": {
    path: () => "/sign-in/code",
    expect: statuses(307, {}),
    to: () => "/sign-in",
  },
  "app/(public)/forgot/page.tsx": { path: () => "/forgot", expect: everybody },
  "app/(public)/password/[token]/page.tsx": { path: () => `/password/${noToken}`, expect: everybody },
  "app/(public)/email/[token]/page.tsx": { path: (_id, w) => `/email/${w.mailToken}`, expect: everybody },
  // There is an administrator already.
  "app/(public)/setup/[token]/page.tsx": { path: () => `/setup/${noToken}`, expect: nobody },
  "app/(public)/c/[id]/page.tsx": below("", everybody),
  "app/(public)/c/[id]/calendar.ics/route.ts": below("/calendar.ics", everybody),
  "app/(public)/c/[id]/register/page.tsx": below("/register", everybody, statuses(404, all(related, 307))),
  "app/(public)/c/[id]/link/page.tsx": below("/link", everybody, statuses(404, all(related, 307))),
  // Without a receipt of this browser there is nothing to show.
  "app/(public)/c/[id]/registered/page.tsx": below(
    "/registered",
    statuses(307, {}),
    statuses(404, all(related, 307)),
  ),
  // Strangers give their name on the page before it.
  "app/(live)/c/[id]/room/page.tsx": below(
    "/room",
    statuses(200, all(["anonymous", "otherGuest", "foreigner", "foreignAdministrator"], 307)),
  ),
  // The link is the right (rule 8.7).
  "app/(public)/j/[token]/page.tsx": {
    path: (id) => `/j/${id}`,
    record: token,
    expect: everybody,
    isPublic: true,
  },
  "app/(public)/j/[token]/cancel/page.tsx": {
    path: (id) => `/j/${id}/cancel`,
    record: token,
    expect: everybody,
    isPublic: true,
  },
  "app/(public)/j/[token]/enter/route.ts": {
    path: (id) => `/j/${id}/enter`,
    record: token,
    post: () => new URLSearchParams(),
    expect: statuses(303, {}),
  },
  "app/(public)/j/[token]/withdraw/route.ts": {
    path: (id) => `/j/${id}/withdraw`,
    record: token,
    post: () => new URLSearchParams(),
    expect: statuses(303, {}),
  },

  "app/api/auth/[...nextauth]/route.ts": { path: () => "/api/auth/session", expect: everybody },
  // For whoever does not know the scheduler's secret there is no such route.
  "app/api/online/route.ts": {
    path: () => "/api/online",
    post: () => ({}),
    expect: statuses(200, all(strangers, 401)),
    title: "[D14] whoever is signed in holds an online licence",
  },
  "app/api/files/avatar/route.ts": {
    path: () => "/api/files/avatar",
    post: () => ({ not: "a picture" }),
    expect: statuses(403, all(strangers, 401)),
  },
  "app/api/files/avatar/[user]/route.ts": {
    path: (id) => `/api/files/avatar/${id}`,
    record: person,
    expect: statuses(200, { ...all(strangers, 401), ...all(["foreigner", "foreignAdministrator"], 404) }),
  },
  "app/api/cron/route.ts": { path: () => "/api/cron", expect: nobody },
  "app/api/cron/[job]/route.ts": { path: () => "/api/cron/outbox", post: () => ({}), expect: nobody },
  "app/api/health/route.ts": { path: () => "/api/health", expect: everybody },
  "app/api/lookup/route.ts": [
    { path: (id) => `/api/lookup?id=${id}`, record: webinarPage, expect: everybody },
    { path: (id) => `/api/lookup?id=${id}`, record: privatePage, expect: everybody },
  ],
  "app/api/seats/[id]/route.ts": [
    { path: (id) => `/api/seats/${id}`, record: webinarPage, expect: everybody },
    { path: (id) => `/api/seats/${id}`, record: privatePage, expect: relatedOnly },
  ],
  "app/api/users/route.ts": [
    {
      path: () => "/api/users?q=",
      expect: statuses(200, {
        ...all(strangers, 401),
        ...all(["invited", "member", "foreignAdministrator"], 403),
      }),
    },
    {
      path: (id) => `/api/users?q=&conference=${id}`,
      record: webinarId,
      expect: statuses(404, {
        ...all(strangers, 401),
        ...all(["moderator", ...leaders], 200),
        invited: 403,
      }),
    },
  ],
  "app/api/exports/entries/route.ts": exported("entries"),
  "app/api/exports/history/route.ts": exported("history"),

  "app/api/realtime/auth/route.ts": {
    path: () => "/api/realtime/auth",
    post: (w) =>
      new URLSearchParams({
        socket_id: "12.34",
        channel_name: channels.meeting(w.webinar.id, w.channelEpoch),
        conference: w.webinar.publicId,
      }),
    expect: statuses(403, all(["organiser", "guest"], 200)),
  },
  // A connection belongs to the user of the session, whoever the request may name.
  "app/api/realtime/sign-in/route.ts": {
    path: () => "/api/realtime/sign-in",
    post: () => new URLSearchParams({ socket_id: "12.34" }),
    expect: statuses(200, all(strangers, 403)),
  },
  "app/api/room/[id]/join/route.ts": room(
    "join",
    statuses(404, { ...all([...related, "member", "guest"], 200), unlicensed: 403 }),
    () => ({ clientId: crypto.randomUUID(), takeOver: true }),
  ),
  "app/api/room/[id]/heartbeat/route.ts": room("heartbeat", inside, device),
  "app/api/room/[id]/devices/route.ts": room("devices", inside, (w) => ({
    ...device(w),
    microphone: true,
    camera: false,
  })),
  "app/api/room/[id]/away/route.ts": room("away", wereInside, device),
  "app/api/room/[id]/events/route.ts": {
    ...room("events", wereInside),
    path: (id, w) => `/api/room/${id}/events?generation=${w.hostGeneration}&since=-1&signal=0`,
  },
  "app/api/room/[id]/leave/route.ts": room("leave", wereInside, device),
  // To the organiser, who cannot signal to himself.
  "app/api/room/[id]/signal/route.ts": room("signal", { ...inside, organiser: 404 }, (w) => ({
    ...device(w),
    to: w.hostId,
    toGeneration: w.hostGeneration,
    body: { from: crypto.randomUUID(), to: null, candidates: [] },
  })),
  "app/api/room/[id]/end/route.ts": room(
    "end",
    statuses(404, {
      ...all(["moderator", ...leaders], 200),
      ...all(["guest", "invited", "member", "unlicensed"], 403),
    }),
    () => ({}),
    { once: true },
  ),
};

export const allRouteRows = Object.entries(routeRows).flatMap(([file, rows]) =>
  [rows].flat().map((row, i) => ({ file: i === 0 ? file : `${file} (${i + 1})`, row })),
);
