import { findHolder, listHolders } from "@/lib/accounts/holders/queries";
import {
  countOnline,
  countProLicences,
  findOwnLicence,
  getLicenceTerms,
  getLicenceView,
  lockLicenceTerms,
  lockOnlinePlace,
} from "@/lib/licences/queries";
import { stampOf } from "@/lib/licences/rules";
import { withActor } from "@/lib/server/scope";
import { owner } from "../../support/database";
import { type AccessWorld, actorOf, type Persona } from "../personas";
import { administratorsOnly, type CommandRow, ownAffairs, type QueryRow, users } from "./types";

const licenceEnd = "2031-05-06T09:00:00.000Z";

/** What the form of an administrator was filled from. */
async function licenceForm(w: AccessWorld, persona: Persona, fields: Record<string, unknown>) {
  const admin = persona === "foreignAdministrator" ? w.actors.foreignAdministrator : w.actors.administrator;
  return { was: stampOf(await withActor(admin, getLicenceTerms)), ...fields };
}

export const licenceCommands: Record<string, CommandRow> = {
  // Whoever has a temporary licence, about their own.
  "licences.extend": {
    given: async (w, persona) => {
      const actor = await actorOf(w, persona);
      if (actor.kind !== "user") return;
      await owner()`INSERT INTO licences (tenant_id, user_id, term, expires_at)
        VALUES (${actor.tenantId}, ${actor.userId}, 'temporary', ${licenceEnd})
        ON CONFLICT (tenant_id, user_id) DO UPDATE SET term = 'temporary', expires_at = ${licenceEnd}`;
    },
    input: () => ({ seen: licenceEnd }),
    expect: ownAffairs,
  },
  "licences.goOnline": { input: () => ({}), expect: ownAffairs },
  "licences.saveTerms": {
    input: (w, persona) => licenceForm(w, persona, { shows: true, mayExtend: true, extensions: 3 }),
    expect: { ...administratorsOnly, foreignAdministrator: "ok" },
  },
  "licences.savePools": {
    input: (w, persona) => licenceForm(w, persona, { pro: 1000, online: 1000 }),
    expect: administratorsOnly,
  },
};

export const licenceQueries: Record<string, QueryRow> = {
  "accounts/holders.listHolders": {
    read: async (s) => (await listHolders(s, { limit: 50 })).holders,
    users: ["administrator"],
    isOwnAffair: true,
  },
  "accounts/holders.findHolder": {
    read: (s, w) => findHolder(s, w.people.member.userId),
    users: ["administrator"],
  },
  "licences.getLicenceTerms": {
    read: (s) => getLicenceTerms(s),
    users,
    isOwnAffair: true,
    neverLeaks: "numbers",
  },
  "licences.lockLicenceTerms": {
    read: (s) => lockLicenceTerms(s),
    users,
    isOwnAffair: true,
    locks: true,
    neverLeaks: "numbers",
  },
  "licences.countProLicences": {
    read: (s) => countProLicences(s),
    users,
    isOwnAffair: true,
    neverLeaks: "a number",
  },
  "licences.countOnline": { read: (s) => countOnline(s), users, isOwnAffair: true, neverLeaks: "a number" },
  "licences.findOwnLicence": {
    read: (s) => findOwnLicence(s),
    users,
    isOwnAffair: true,
    usersOnly: true,
  },
  "licences.getLicenceView": {
    read: (s) => getLicenceView(s),
    users,
    isOwnAffair: true,
    usersOnly: true,
    neverLeaks: "the actor's own licence",
  },
  "licences.lockOnlinePlace": {
    read: (s) => lockOnlinePlace(s),
    users,
    isOwnAffair: true,
    usersOnly: true,
    locks: true,
  },
};
