import { findPeopleChart, getAddedChart } from "@/lib/analytics/charts/queries";
import { listEntries, streamEntries } from "@/lib/analytics/entries/queries";
import { listAnswerColumns } from "@/lib/analytics/exports/queries";
import { countHistory, listHistory, streamHistory } from "@/lib/analytics/history/queries";
import { getPerson, staysOf } from "@/lib/analytics/people/queries";
import { getAnalysed, getAnalyticsOverview } from "@/lib/analytics/queries";
import { listLocked } from "@/lib/auth/queries";
import { findCard, getCard } from "@/lib/conferences/card/queries";
import { entriesOf, listLive, liveIds } from "@/lib/conferences/entries/queries";
import {
  dayLoads,
  findNext,
  listDay,
  listFilling,
  listMeetings,
  searchMeetings,
} from "@/lib/conferences/lists/queries";
import { findMailedPerson } from "@/lib/conferences/mails/queries";
import {
  countMailed,
  findConferenceSubject,
  getConferenceForEdit,
  getConferenceSubject,
  getEditorLimits,
  getPlan,
  listFormFields,
  listInvited,
  searchInvitees,
} from "@/lib/conferences/queries";
import { countRooms, listFirstRooms, listRooms } from "@/lib/conferences/rooms/queries";
import { findContact, getContact, listContacts } from "@/lib/contacts/queries";
import { findLobby } from "@/lib/live/lobby/queries";
import { endingOf, findOwnDevice, hasLapsed } from "@/lib/live/presence/queries";
import {
  countInside,
  findConferenceId,
  findMe,
  findRoom,
  findSealedPin,
  findUserName,
  getRoster,
  listUsersOf,
  lockParallelEvents,
} from "@/lib/live/queries";
import { signalsAfter } from "@/lib/live/signals/queries";
import { getMail, listMails } from "@/lib/mailbox/queries";
import {
  findFacts,
  findLinkHolder,
  findReceipt,
  findReceiptLink,
  findRegistered,
  getConferencePage,
  hasPin,
  listFields,
} from "@/lib/registrations/queries";
import { sha256 } from "@/lib/server/crypto";
import { findGranter } from "@/lib/settings/queries";
import { collected } from "../read";
import { accountQueryRows } from "./account-queries";
import { licenceQueries } from "./licences";
import { ownAccountQueries } from "./own-account";
import { type QueryRow, type User, users, visitors } from "./types";

/** Owner and host of the account. */
const leaders: User[] = ["organiser", "administrator"];
/** Those whose own lists show the webinar. */
const listed: User[] = ["organiser", "moderator", "invited"];
const related: User[] = [...listed, "administrator"];
const administrators: User[] = ["administrator"];

/** Asked after a gate, so it only has to keep the accounts apart. */
const inner = { users };
/** Starts from the rows of the actor's own list. */
const ownList = {
  users: listed,
  isOwnAffair: true,
  usersOnly: true,
  neverLeaks: "the actor's own list (C05)",
} as const;

const ownContact = { users: ["organiser"], usersOnly: true, neverLeaks: "the actor's own contacts" } as const;

const everyDay = { from: new Date("2000-01-01"), to: new Date("2100-01-01") };

export const queryRows: Record<string, QueryRow | QueryRow[]> = {
  ...accountQueryRows,
  ...licenceQueries,
  ...ownAccountQueries,

  // [H03, H05] With the right, one's own; nobody else's, whoever asks.
  "contacts.listContacts": {
    read: async (s) => (await listContacts(s, { limit: 50 })).contacts,
    isOwnAffair: true,
    ...ownContact,
  },
  "contacts.findContact": { read: (s, w) => findContact(s, w.contactId), ...ownContact },
  "contacts.getContact": { read: (s, w) => getContact(s, w.contactId), ...ownContact },

  // [T01] Owner and host only; everything of the page stands behind the same gate.
  "analytics.getAnalysed": { read: (s, w) => getAnalysed(s, w.webinar.id), users: leaders },
  "analytics.getAnalyticsOverview": { read: (s, w) => getAnalyticsOverview(s, w.webinar.id), users: leaders },
  "analytics/charts.getAddedChart": {
    read: (s, w) => getAddedChart(s, w.webinar.id, { zone: "Europe/Paris" }),
    users: leaders,
  },
  "analytics/charts.findPeopleChart": { read: (s, w) => findPeopleChart(s, w.webinar.id), users: leaders },
  "analytics/entries.listEntries": {
    read: async (s, w) => (await listEntries(s, w.webinar.id)).entries,
    users: leaders,
  },
  "analytics/entries.streamEntries": {
    read: (s, w) => collected(streamEntries(s, w.webinar.id)),
    users: leaders,
  },
  "analytics/exports.listAnswerColumns": {
    read: (s, w) => listAnswerColumns(s, w.webinar.id),
    users: leaders,
  },
  "analytics/history.listHistory": {
    read: async (s, w) => (await listHistory(s, w.webinar.id)).events,
    users: leaders,
  },
  "analytics/history.countHistory": { read: (s, w) => countHistory(s, w.webinar.id), users: leaders },
  "analytics/history.streamHistory": {
    read: (s, w) => collected(streamHistory(s, w.webinar.id)),
    users: leaders,
  },
  "analytics/people.getPerson": { read: (s, w) => getPerson(s, w.webinar.id, w.hostId), users: leaders },
  "analytics/people.staysOf": { read: (s, w) => staysOf(s, [w.hostId], { latest: 5 }), ...inner },

  // [A06] What only the control panel shows.
  "auth.listLocked": { read: (s) => listLocked(s), users: administrators, isOwnAffair: true },
  "settings.findGranter": { read: (s) => findGranter(s), users, isOwnAffair: true },
  "mailbox.listMails": {
    read: async (s) => (await listMails(s, 10)).mails,
    users: administrators,
    isOwnAffair: true,
  },
  "mailbox.getMail": { read: (s, w) => getMail(s, w.mailId), users: administrators },

  "conferences/card.getCard": [
    { read: (s, w) => getCard(s, w.webinar.id), users: related },
    // Whoever may invite also sees the PIN (rule 21).
    {
      read: async (s, w) => (await getCard(s, w.pinned.id)).pin,
      users: ["organiser", "administrator", "moderator"],
    },
  ],
  "conferences/card.findCard": { read: (s, w) => findCard(s, w.webinar.id), users: related },
  "conferences/entries.entriesOf": {
    read: (s, w) => entriesOf(s, [w.webinar.id]),
    ...inner,
    usersOnly: true,
  },
  "conferences/entries.liveIds": { read: (s) => liveIds(s, "scheduled"), ...ownList },
  "conferences/entries.listLive": { read: (s) => listLive(s), ...ownList },
  "conferences/lists.listMeetings": {
    read: async (s) => (await listMeetings(s, { filters: {}, from: everyDay.from })).entries,
    ...ownList,
  },
  "conferences/lists.searchMeetings": {
    read: async (s) => (await searchMeetings(s, { q: "", filters: {} })).entries,
    ...ownList,
  },
  "conferences/lists.listDay": { read: async (s) => (await listDay(s, everyDay)).entries, ...ownList },
  "conferences/lists.dayLoads": { read: (s) => dayLoads(s, [{ date: "all", ...everyDay }]), ...ownList },
  "conferences/lists.findNext": { read: (s) => findNext(s, everyDay.from), ...ownList },
  "conferences/lists.listFilling": {
    ...ownList,
    read: (s) => listFilling(s, new Date()),
    users: ["organiser"],
  },
  "conferences/mails.findMailedPerson": {
    read: (s, w) => findMailedPerson(s, { participantId: w.registration.participantId }),
    users: related,
  },
  "conferences/rooms.listFirstRooms": { read: (s) => listFirstRooms(s, 10), ...ownList },
  "conferences/rooms.listRooms": { read: async (s) => (await listRooms(s, {})).entries, ...ownList },
  "conferences/rooms.countRooms": { read: (s) => countRooms(s), ...ownList },

  "conferences.findConferenceSubject": {
    read: (s, w) => findConferenceSubject(s, w.webinar.id),
    users: related,
  },
  "conferences.getConferenceSubject": {
    read: (s, w) => getConferenceSubject(s, w.webinar.id),
    users: related,
  },
  "conferences.getPlan": { read: (s, w) => getPlan(s, w.webinar.id), ...inner },
  "conferences.listInvited": { read: (s, w) => listInvited(s, w.webinar.id), ...inner },
  "conferences.listFormFields": { read: (s, w) => listFormFields(s, w.webinar.id), users, visitors },
  "conferences.getConferenceForEdit": {
    read: (s, w) => getConferenceForEdit(s, w.webinar.id),
    users: leaders,
  },
  "conferences.getEditorLimits": { read: (s) => getEditorLimits(s), users, isOwnAffair: true },
  "conferences.countMailed": { read: (s, w) => countMailed(s, w.webinar.id), ...inner, usersOnly: true },
  "conferences.searchInvitees": [
    {
      read: (s, w) => searchInvitees(s, { q: "", conferenceId: w.webinar.id, limit: 10 }),
      users: ["moderator", "organiser", "administrator"],
    },
    {
      read: (s) => searchInvitees(s, { q: "", limit: 10 }),
      users: ["moderator", "organiser", "administrator", "unlicensed"],
      isOwnAffair: true,
    },
  ],

  "live.findConferenceId": { read: (s, w) => findConferenceId(s, w.webinar.publicId), users, visitors },
  "live.findRoom": { read: (s, w) => findRoom(s, w.webinar.id), users, visitors },
  // Behind findRoom, as its callers do.
  "live.findMe": [
    { read: async (s, w) => meIn(s, w.webinar.id), users, visitors: ["guest"] },
    { read: async (s, w) => meIn(s, w.meeting.id), users: related },
  ],
  "live.findUserName": { read: (s, w) => findUserName(s, w.people.organiser.userId), ...inner },
  "live.findSealedPin": { read: (s, w) => findSealedPin(s, w.pinned.id), ...inner },
  "live.getRoster": { read: (s, w) => getRoster(s, w.sessionId), ...inner },
  // How many seats are taken is said on the page.
  "live.countInside": {
    read: async (s, w) => {
      const room = await findRoom(s, w.webinar.id);
      return room && countInside(s, room, w.sessionId, null);
    },
    users,
    visitors,
  },
  "live.listUsersOf": { read: (s, w) => listUsersOf(s, w.webinar.id), ...inner },
  "live.lockParallelEvents": {
    read: (s) => lockParallelEvents(s),
    users,
    isOwnAffair: true,
    locks: true,
    neverLeaks: "a number",
  },
  "live/lobby.findLobby": { read: (s, w) => findLobby(s, w.webinar.id), users, visitors: ["guest"] },
  "live/presence.findOwnDevice": {
    read: (s, w) => findOwnDevice(s, w.webinar.id),
    users: listed,
    visitors: ["guest"],
    neverLeaks: "the actor's own device",
  },
  "live/presence.endingOf": {
    read: async (s, w) => {
      const ending = { endReason: "ended_for_all", endedBy: w.people.organiser.userId } as const;
      return (await endingOf(s, { ...w.device, ...ending }))?.by;
    },
    ...inner,
  },
  "live/presence.hasLapsed": { read: (s, w) => hasLapsed(s, w.sessionId), ...inner },
  "live/signals.signalsAfter": {
    read: (s, w) => signalsAfter(s, w.registration.participantId, w.guestGeneration, 0),
    ...inner,
  },

  "registrations.findFacts": { read: (s, w) => findFacts(s, w.webinar.id), users, visitors },
  "registrations.getConferencePage": [
    { read: (s, w) => getConferencePage(s, reachOf(w.webinar.id, s)), users, visitors },
    // [J03] A private conference has a page for those who are in it only.
    { read: (s, w) => getConferencePage(s, reachOf(w.meeting.id, s)), users: related },
  ],
  "registrations.listFields": { read: (s, w) => listFields(s, w.webinar.id), users, visitors },
  "registrations.hasPin": { read: (s, w) => hasPin(s, w.pinned.id), ...inner },
  "registrations.findRegistered": {
    read: (s, w) => findRegistered(s, w.webinar.id, w.registration.email),
    users,
    visitors: ["guest"],
  },
  "registrations.findReceipt": {
    read: (s, { webinar, registration: { participantId, browser } }) =>
      findReceipt(s, { conferenceId: webinar.id, participantId, browserHash: sha256(browser) }),
    users,
    visitors: ["guest"],
  },
  "registrations.findReceiptLink": {
    read: (s, { webinar, registration }) => findReceiptLink(s, { c: webinar.id, ...registration }),
    users,
    visitors: ["guest"],
  },
  "registrations.findLinkHolder": {
    read: (s, w) => findLinkHolder(s, w.token),
    users,
    visitors: ["guest"],
  },
};

async function meIn(scope: Parameters<typeof findRoom>[0], conferenceId: string) {
  const room = await findRoom(scope, conferenceId);
  return room && findMe(scope, room);
}

const reachOf = (conferenceId: string, { tenantId }: { tenantId: string }) => ({
  tenantId,
  conferenceId,
  visibility: "public" as const,
});

const sqlPart = "part of a statement, not one";
const calculates = "reads nothing";

/** Functions of the query modules that read nothing through a scope, each with the reason and its test. */
export const queriesElsewhere: Record<string, string> = {
  "accounts/users.governed": sqlPart,
  "accounts.isSetUpOpen": "before there is an account: tests/integration/accounts.test.ts",
  "accounts.matches": sqlPart,
  "analytics.and": sqlPart,
  "analytics.within": sqlPart,
  "analytics.liveStays": sqlPart,
  "analytics.dateOf": calculates,
  "analytics/entries.found": sqlPart,
  "audit/chain.listChains": "for the operator's command, on every account: tests/integration/audit.test.ts",
  "audit/chain.verifyChain": "for the operator's command, on every account: tests/integration/audit.test.ts",
  "auth.findLogin": "before the account is known: tests/integration/auth.test.ts",
  "auth.reachOfLogin": "before the account is known; gives the account only",
  "accounts/passwords.findAddressed":
    "before the account is known, ids only: tests/integration/own-account.test.ts",
  "auth/factors.signChallenge": calculates,
  "auth/factors.readChallenge": calculates,
  "auth/factors.recoveryHash": calculates,
  "auth/tokens.reachOfToken": "before the account is known; gives the account only",
  "auth/tokens.openToken": "opens the account of the link by itself: tests/integration/own-account.test.ts",
  "auth/tokens.tokenOf": calculates,
  "auth/tokens.tokenHash": calculates,
  "auth.databaseNow": "the clock, which belongs to nobody",
  "conferences.localInput": calculates,
  "conferences/entries.own": sqlPart,
  "conferences/lists.beyond": sqlPart,
  "live/presence.stateOf": calculates,
  "registrations.findReach": "before the account is known: queries.test.ts",
  "registrations.findLink": "before the account is known: queries.test.ts",
  "registrations/lookup.lookUp": "opens the visitor's scope by itself: queries.test.ts",
  "settings.getServerSettings": "of the server, not of any account",
  "settings.guestPassOf": calculates,
  "settings.isGuestPageOpen": calculates,
};

export const allQueryRows: { name: string; row: QueryRow }[] = Object.entries(queryRows).flatMap(
  ([name, rows]) => [rows].flat().map((row, i) => ({ name: i === 0 ? name : `${name} (${i + 1})`, row })),
);
