import { aPrivateMeeting, aRegistration, aRoom, aWebinar } from "../support/conferences";
import { aContact } from "../support/contacts";
import { owner } from "../support/database";
import { aGroup } from "../support/groups";
import { anonymous, guestOf, type World, world } from "../support/world";

/** Everybody whose rights differ. Users are of the conference's account unless the name says foreign. */
export const personas = [
  "anonymous",
  "guest",
  "otherGuest",
  "invited",
  "moderator",
  "organiser",
  "administrator",
  "member",
  "unlicensed",
  "foreigner",
  "foreignAdministrator",
] as const;
export type Persona = (typeof personas)[number];

/** A world with one conference of each kind, all of the organiser, and one of the other account. */
export async function accessWorld() {
  const w = await world();
  const webinar = await aWebinar(w);
  const meeting = await aPrivateMeeting(w);
  const room = await aRoom(w);
  const otherWebinar = await aWebinar(w);
  const foreign = await aWebinar(w, { organiser: w.actors.foreigner, people: [] });
  const registration = await aRegistration(webinar);
  const otherRegistration = await aRegistration(otherWebinar);
  const foreignRegistration = await aRegistration(foreign);
  const contactId = await aContact(w.actors.organiser);
  const foreignContactId = await aContact(w.actors.foreigner, { displayName: "Octave Autre" });
  const conferences = { webinar, meeting, room, otherWebinar, foreign };
  const registrations = { registration, otherRegistration, foreignRegistration };
  const groupId = await aGroup(w.tenant, { rights: ["calls"], members: [w.people.member] });
  const foreignGroupId = await aGroup(w.other, { name: "Autre groupe", members: [w.people.foreigner] });
  const groups = { groupId, foreignGroupId };
  return { ...w, ...conferences, ...registrations, contactId, foreignContactId, ...groups };
}
export type AccessWorld = Awaited<ReturnType<typeof accessWorld>>;

export async function actorOf(w: AccessWorld, persona: Persona) {
  if (persona === "anonymous") return anonymous();
  if (persona === "guest") return guestOf(w.registration.participantId);
  if (persona === "otherGuest") return guestOf(w.otherRegistration.participantId);
  return w.actors[persona as keyof World["actors"]];
}

/** The id of a record of the other account, for a field of an input. */
export function foreignId(w: AccessWorld, field: string): string {
  if (field === "userId") return w.people.foreigner.userId;
  if (field === "groupId") return w.foreignGroupId;
  if (field === "contactId") return w.foreignContactId;
  return field === "participantId" ? w.foreignRegistration.participantId : w.foreign.id;
}

type Table = { name: string; hasTenant: boolean };
let tables: Promise<Table[]> | undefined;

/**
 * Tables whose rows a refused call leaves as they were. Audit and counters may grow, pages hold online licences, and the
 * scheduler notes its runs.
 */
const listTables = () =>
  owner()<Table[]>`SELECT c.relname AS name, EXISTS (SELECT 1 FROM pg_attribute a
    WHERE a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped) AS "hasTenant" FROM pg_class c
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r','p') AND NOT c.relispartition
    AND c.relname NOT IN ('audit_events','audit_unsealed','audit_chain','rate_limits','attempt_counters','idempotency_keys','user_sessions','online_leases','jobs')
  ORDER BY 1`;

async function stateOf(chosen: readonly Table[], where: string): Promise<string> {
  const digests = chosen.map(
    ({ name }) =>
      `SELECT '${name}' AS name, count(*), sum(hashtextextended(t::text, 0)) AS digest FROM "${name}" t ${where}`,
  );
  const rows = await owner().unsafe<{ name: string; count: string; digest: string | null }[]>(
    digests.join(" UNION ALL "),
  );
  // Sorted: the parts of one statement come back as they get ready.
  return rows
    .map((row) => `${row.name}: ${row.count} ${row.digest}`)
    .sort()
    .join("\n");
}

/** A digest of everything that they hold. */
export async function stateOfWorld(): Promise<string> {
  tables ??= listTables();
  return stateOf(await tables, "");
}

/** A digest of what they hold of one account. */
export async function stateOfAccount(id: string): Promise<string> {
  tables ??= listTables();
  const own = (await tables).filter(({ hasTenant }) => hasTenant);
  return stateOf(own, `WHERE t.tenant_id = '${id}'`);
}
