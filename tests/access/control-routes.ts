import type { FurnishedWorld } from "./furnished";
import type { Persona } from "./personas";
import type { RouteRow } from "./routes";
import { outcomes } from "./rows/types";

const statuses = outcomes<number>;

const mail = {
  own: (w: FurnishedWorld) => w.mailId,
  foreign: (w: FurnishedWorld) => w.foreignMailId,
  unknown: () => crypto.randomUUID(),
};
const person = {
  own: (w: FurnishedWorld) => w.people.member.userId,
  foreign: (w: FurnishedWorld) => w.people.foreigner.userId,
  unknown: () => crypto.randomUUID(),
};

/** [A06] For everybody else the control panel does not exist; its records are the account's own. */
const control = (path: string): RouteRow => ({
  path: () => path,
  expect: statuses(404, { administrator: 200, foreignAdministrator: 200 }),
  title: "[A06] the control panel does not exist for others",
});
const controlled = (what: string, rest: string, record: RouteRow["record"]): RouteRow => ({
  path: (id) => `/control/${what}/${id}${rest}`,
  record,
  expect: statuses(404, { administrator: 200 }),
  title: "[A06] the control panel does not exist for others",
});
const mailOf = (rest: string): RouteRow => ({
  path: (id) => `/control/mailbox/${id}${rest}`,
  record: mail,
  expect: statuses(404, { administrator: 200 }),
  title: "[A06] the control panel does not exist for others",
});

const signedOut: Partial<Record<Persona, number>> = { anonymous: 401, guest: 401, otherGuest: 401 };

/** Lists of the whole account as files. */
const exported = (path: string): RouteRow => ({
  path: () => path,
  expect: statuses(404, {
    ...signedOut,
    administrator: 200,
    foreignAdministrator: 200,
  }),
  title: "[A06] the control panel does not exist for others",
});

export const controlRoutes: Record<string, RouteRow> = {
  "app/(control)/control/page.tsx": control("/control"),
  "app/(control)/control/users/page.tsx": control("/control/users"),
  "app/(control)/control/users/import/page.tsx": control("/control/users/import"),
  "app/(control)/control/users/new/page.tsx": control("/control/users/new"),
  "app/(control)/control/users/[id]/page.tsx": controlled("users", "", person),
  "app/(control)/control/users/[id]/delete/page.tsx": controlled("users", "/delete", person),
  "app/(control)/control/groups/page.tsx": control("/control/groups"),
  "app/(control)/control/groups/new/page.tsx": control("/control/groups/new"),
  "app/(control)/control/groups/[id]/page.tsx": controlled("groups", "", {
    own: (w) => w.groupId,
    foreign: (w) => w.foreignGroupId,
    unknown: () => crypto.randomUUID(),
  }),
  "app/(control)/control/licences/page.tsx": control("/control/licences"),
  "app/(control)/control/licences/[id]/page.tsx": controlled("licences", "", person),
  "app/(control)/control/sign-in/page.tsx": control("/control/sign-in"),
  "app/(control)/control/server/page.tsx": {
    ...control("/control/server"),
    // Other accounts' administrators have no say about the server.
    expect: statuses(404, { administrator: 200 }),
  },
  "app/(control)/control/audit/page.tsx": control("/control/audit"),
  "app/(control)/control/mailbox/page.tsx": control("/control/mailbox"),
  "app/(control)/control/mailbox/[id]/page.tsx": mailOf(""),
  "app/(control)/control/mailbox/[id]/html/route.ts": mailOf("/html"),
  "app/(control)/control/mailbox/[id]/calendar/route.ts": mailOf("/calendar"),

  "app/api/exports/users/route.ts": exported("/api/exports/users"),
  "app/api/exports/audit/route.ts": exported("/api/exports/audit"),
};
