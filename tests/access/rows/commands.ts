import { randomBytes } from "node:crypto";
import { deleteContact } from "@/lib/contacts/commands";
import { join } from "@/lib/live/commands";
import { hashPassword } from "@/lib/server/passwords";
import { linkToken } from "@/lib/server/personal-link";
import { aPersonToKeep } from "../../support/contacts";
import { owner } from "../../support/database";
import { as } from "../../support/run";
import { type AccessWorld, actorOf, type Persona } from "../personas";
import { accountRows } from "./account-commands";
import { licenceCommands } from "./licences";
import { ownAccountCommands } from "./own-account";
import { administratorsOnly, all, type CommandRow, foreigners, guests, outcomes } from "./types";

const aPlan = () => ({
  name: "Point hebdomadaire",
  localStart: "2031-05-06T09:00",
  timeZone: "Europe/Paris",
  durationMin: 30,
});

/** Takes over, because several personas share a world and its room. */
const joinInput = (publicId: string) => ({ publicId, clientId: crypto.randomUUID(), takeOver: true });

const isOpened = async (w: AccessWorld) => {
  await as(w.actors.organiser).do(join, joinInput(w.webinar.publicId));
};

/** The organiser opens the webinar, and the persona goes in where it may. */
async function inside(w: AccessWorld, persona: Persona): Promise<void> {
  await isOpened(w);
  if (persona !== "organiser") await as(await actorOf(w, persona)).run(join, joinInput(w.webinar.publicId));
}

async function generationOf(w: AccessWorld, persona: Persona): Promise<number> {
  const actor = await actorOf(w, persona);
  const id = actor.kind === "guest" ? actor.participantId : actor.kind === "user" ? actor.userId : null;
  const [row] = await owner()<{ generation: number }[]>`
    SELECT d.generation FROM device_leases d JOIN participants p ON p.id = d.participant_id
    WHERE p.conference_id = ${w.webinar.id} AND (p.id = ${id} OR p.user_id = ${id})`;
  return row?.generation ?? 1;
}

/** Inside a webinar: its account's licensed users and its own guests. Others do not find it. */
const whoIsInside = outcomes<"ok" | "not_found" | "no_licence">("ok", {
  anonymous: "not_found",
  otherGuest: "not_found",
  unlicensed: "not_found",
  ...all(foreigners, "not_found"),
});

const device = async (w: AccessWorld, persona: Persona) => ({
  publicId: w.webinar.publicId,
  generation: await generationOf(w, persona),
});

/** Settings of the server are the server's administrators' affair. */
const serverAdministratorsOnly = administratorsOnly;

const settings = (fields: Record<string, unknown>): CommandRow => ({
  input: async () => {
    const [row] = await owner()<{ version: number }[]>`SELECT version FROM server_settings`;
    return { version: row?.version, ...fields };
  },
  expect: serverAdministratorsOnly,
});

/** [H03, H05] With the right, about contacts of one's own. Nobody else finds them, administrators included. */
const ownContact = (more: Partial<CommandRow> = {}): CommandRow => ({
  input: (w) => ({ contactId: w.contactId }),
  once: true,
  expect: outcomes<"ok" | "not_found" | "signed_out">("not_found", {
    anonymous: "signed_out",
    organiser: "ok",
  }),
  ids: ["contactId"],
  neverLeaks: "only ever the actor's own",
  ...more,
});

export const commandRows: Record<string, CommandRow> = {
  ...accountRows,
  "analytics.export": {
    input: (w) => ({ conferenceId: w.meeting.id, what: "entries" }),
    expect: outcomes<"ok" | "only_owner_analytics" | "not_found" | "signed_out">("not_found", {
      anonymous: "signed_out",
      ...all(["organiser", "administrator"], "ok"),
      ...all(["invited", "moderator"], "only_owner_analytics"),
    }),
    ids: ["conferenceId"],
  },
  "conferences.resendMail": {
    input: (w) => ({ participantId: w.registration.participantId }),
    expect: outcomes<"ok" | "only_owner_resends" | "not_found" | "signed_out">("not_found", {
      anonymous: "signed_out",
      ...all(["organiser", "administrator"], "ok"),
      ...all(["invited", "moderator"], "only_owner_resends"),
    }),
    ids: ["participantId"],
  },
  ...licenceCommands,
  ...ownAccountCommands,
  "contacts.add": {
    input: aPersonToKeep,
    expect: outcomes<"ok" | "right_address_book" | "signed_out">("right_address_book", {
      ...all(["anonymous", ...guests], "signed_out"),
      ...all(["organiser", "administrator", "foreigner"], "ok"),
    }),
  },
  "contacts.save": ownContact({
    input: (w) => ({ ...aPersonToKeep(), contactId: w.contactId, version: 1 }),
  }),
  "contacts.delete": ownContact(),
  "contacts.restore": ownContact({
    given: async (w) => {
      await as(w.actors.organiser).run(deleteContact, { contactId: w.contactId });
    },
  }),
  "conferences.create": {
    input: aPlan,
    expect: outcomes<"ok" | "right_create_conferences" | "signed_out">("ok", {
      anonymous: "signed_out",
      ...all(guests, "signed_out"),
      ...all(["invited", "member", "foreignAdministrator"], "right_create_conferences"),
    }),
  },
  "conferences.update": {
    input: (w) => ({ ...aPlan(), id: w.meeting.id, version: 1, name: "Autre nom" }),
    once: true,
    expect: outcomes<"ok" | "only_owner_edits" | "not_found" | "signed_out">("not_found", {
      anonymous: "signed_out",
      ...all(["organiser", "administrator"], "ok"),
      ...all(["invited", "moderator"], "only_owner_edits"),
    }),
    ids: ["id"],
  },
  "conferences.cancel": {
    input: (w) => ({ id: w.meeting.id }),
    once: true,
    expect: outcomes<"ok" | "only_owner_cancels" | "not_found" | "signed_out">("not_found", {
      anonymous: "signed_out",
      ...all(["organiser", "administrator"], "ok"),
      ...all(["invited", "moderator"], "only_owner_cancels"),
    }),
    ids: ["id"],
  },
  "conferences.delete": {
    input: (w) => ({ id: w.room.id }),
    once: true,
    expect: outcomes<"ok" | "only_owner_deletes" | "not_found" | "signed_out">("not_found", {
      anonymous: "signed_out",
      ...all(["organiser", "administrator"], "ok"),
      ...all(["invited", "moderator"], "only_owner_deletes"),
    }),
    ids: ["id"],
  },
  "settings.saveOrganisation": settings({ organisation: "Clairval Énergies", contact: "poste 12" }),
  "settings.saveSignInPolicy": settings({ attempts: 5, minutes: 30 }),
  "settings.saveSelfService": settings({ name: true, email: true, password: true }),
  "settings.saveMailSwitch": settings({ mailInvitations: true }),
  "settings.saveMediaLimits": settings({ all_on_screen: 6, lecture: 20, role_based: 20 }),
  "settings.saveGuestPage": settings({ isProtected: false }),
  "settings.enterGuestPage": {
    given: async () => {
      const code = await hashPassword("porte-bleue");
      await owner()`UPDATE server_settings SET settings = settings || jsonb_build_object('guestPageCode', ${code}::text)`;
    },
    input: () => ({ code: "porte-bleue" }),
    expect: outcomes("ok", {}),
  },
  "registrations.register": {
    // It takes a seat.
    once: true,
    input: (w) => ({
      publicId: w.webinar.publicId,
      locale: "fr",
      browser: randomBytes(16).toString("base64url"),
      first_name: "Paul",
      last_name: "Personne",
      email: `paul-${randomBytes(4).toString("hex")}@example.org`,
    }),
    expect: outcomes("ok", {}),
  },
  "registrations.resend": {
    input: (w) => ({ publicId: w.webinar.publicId, email: w.registration.email }),
    expect: outcomes("ok", {}),
  },
  // The link is the right: whoever holds it acts as its guest (rule 8.7).
  "registrations.claimLink": {
    input: (w) => ({ token: linkToken(w.registration.participantId, 1) }),
    expect: outcomes("ok", {}),
  },
  "registrations.cancel": {
    once: true,
    input: (w) => ({ token: linkToken(w.registration.participantId, 1) }),
    expect: outcomes("ok", {}),
  },
  "live.join": {
    given: isOpened,
    input: (w) => joinInput(w.webinar.publicId),
    expect: outcomes<"ok" | "not_found" | "no_licence">("ok", {
      ...all(["anonymous", "otherGuest", ...foreigners], "not_found"),
      unlicensed: "no_licence",
    }),
  },
  "live.enterAsGuest": {
    given: isOpened,
    input: (w) => ({ publicId: w.webinar.publicId, name: "Paul Personne" }),
    expect: outcomes("ok", {}),
  },
  "live.heartbeat": { given: inside, input: device, expect: whoIsInside },
  "live.setDevices": {
    given: inside,
    input: async (w, persona) => ({ ...(await device(w, persona)), microphone: true, camera: true }),
    expect: whoIsInside,
  },
  "live.away": { given: inside, input: device, expect: whoIsInside },
  "live.poll": { given: inside, input: device, expect: whoIsInside },
  "live.leave": { given: inside, input: device, expect: whoIsInside },
  "live.signal": {
    given: async (w, persona) => {
      await inside(w, persona);
      if (persona !== "administrator")
        await as(w.actors.administrator).do(join, joinInput(w.webinar.publicId));
    },
    input: async (w, persona) => {
      const peer = persona === "administrator" ? w.people.organiser : w.people.administrator;
      const [row] = await owner()<{ id: string; generation: number }[]>`
        SELECT p.id, d.generation FROM participants p JOIN device_leases d ON d.participant_id = p.id
        WHERE p.conference_id = ${w.webinar.id} AND p.user_id = ${peer.userId}`;
      return {
        ...(await device(w, persona)),
        to: row?.id,
        toGeneration: row?.generation,
        body: { from: crypto.randomUUID(), to: null, candidates: [] },
      };
    },
    expect: whoIsInside,
  },
  "live.endForAll": {
    once: true,
    given: inside,
    input: (w) => ({ publicId: w.webinar.publicId }),
    expect: outcomes<"ok" | "not_found" | "only_leaders_end">("not_found", {
      ...all(["organiser", "moderator", "administrator"], "ok"),
      ...all(["guest", "invited", "member", "unlicensed"], "only_leaders_end"),
    }),
  },
};

/** Commands that no persona runs, each with the place where it is tested. */
export const elsewhere: Record<string, string> = {
  "accounts.issueReset": "tests/integration/own-account.test.ts: the server itself, after a request",
  "accounts.setUpServer": "tests/integration/accounts.test.ts: on an empty server, by a one-time link",
  "live.closeLapsed": "tests/integration/live-presence.test.ts: the server itself, by the sweep",
  "live.followPeople": "tests/integration/live-catch-up.test.ts: the server itself, after a save",
};
