import { randomBytes, randomInt } from "node:crypto";
import { newConferenceId, uuidv7 } from "@/lib/ids";
import {
  type Actor,
  actorOfGuestCookie,
  actorOfSession,
  anonymousActor,
  type RightCode,
} from "@/lib/server/actor";
import { sha256, sign } from "@/lib/server/crypto";
import type { RequestInfo } from "@/lib/server/request";
import { owner } from "./database";

/**
 * Distinct client addresses, so that rate limits of one persona do not meet another's. They begin anywhere, because
 * several processes may prepare worlds in one database.
 */
let nextAddress = randomInt(2 ** 24);
export const aRequest = (): RequestInfo => {
  const n = nextAddress++;
  return { id: uuidv7(), address: `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`, userAgent: "tests" };
};

export type Tenant = { id: string; name: string };

export async function anAccount(name = "Clairval Énergies", parallelEvents = 20): Promise<Tenant> {
  const id = uuidv7();
  await owner()`INSERT INTO accounts (id, name, time_zone, locale, parallel_events)
    VALUES (${id}, ${name}, 'Europe/Paris', 'fr', ${parallelEvents})`;
  return { id, name };
}

export type Person = { tenantId: string; userId: string; name: string; email: string; loginName: string };

type PersonOptions = {
  name?: string;
  rights?: RightCode[];
  licence?: "permanent" | "none" | Date;
  role?: "host" | "member";
  isAdministrator?: boolean;
  isServerAdministrator?: boolean;
};

export async function aPerson(tenant: Tenant, options: PersonOptions = {}): Promise<Person> {
  const userId = uuidv7();
  const name = options.name ?? "Maëlle Guérin";
  const loginName = `u-${randomBytes(6).toString("hex")}`;
  const email = `${loginName}@clairval.example`;
  const sql = owner();
  await sql`INSERT INTO users (tenant_id, id, display_name, email, account_role, administrator_since)
    VALUES (${tenant.id}, ${userId}, ${name}, ${email}, ${options.role ?? "member"}, ${options.isAdministrator ? new Date() : null})`;
  await sql`INSERT INTO login_names (login_key, tenant_id, user_id) VALUES (${loginName}, ${tenant.id}, ${userId})`;
  for (const right of options.rights ?? []) {
    await sql`INSERT INTO user_rights (tenant_id, user_id, right_code) VALUES (${tenant.id}, ${userId}, ${right})`;
  }
  const licence = options.licence ?? "permanent";
  if (licence !== "none") {
    const expires = licence === "permanent" ? null : licence;
    await sql`INSERT INTO licences (tenant_id, user_id, term, expires_at)
      VALUES (${tenant.id}, ${userId}, ${expires ? "temporary" : "permanent"}, ${expires})`;
  }
  if (options.isServerAdministrator) await sql`INSERT INTO administrators (user_id) VALUES (${userId})`;
  return { tenantId: tenant.id, userId, name, email, loginName };
}

/** A signed-in session of the person, as the sign-in command leaves it. Returns the session id of the cookie. */
export async function aSession(person: Person): Promise<string> {
  const sid = randomBytes(32).toString("base64url");
  await owner()`INSERT INTO user_sessions (id_hash, tenant_id, user_id, epoch, created_at, idle_expires_at, absolute_expires_at)
    SELECT ${sha256(sid)}, tenant_id, id, session_epoch, app_now(), app_now() + interval '8 hours', app_now() + interval '24 hours'
    FROM users WHERE tenant_id = ${person.tenantId} AND id = ${person.userId}`;
  return sid;
}

/** The actor of a fresh session, read from the database like that of any request. */
export async function signedIn(person: Person) {
  const actor = await actorOfSession(await aSession(person), aRequest());
  if (!actor) throw new Error(`${person.name} cannot sign in`);
  return actor;
}

export const anonymous = (): Actor => anonymousActor(aRequest());

/** The guest actor of a participant, through a signed cookie like a browser's. */
export async function guestOf(participantId: string) {
  const [row] = await owner()<{ tenant_id: string; conference_id: string; link_generation: number }[]>`
    SELECT tenant_id, conference_id, link_generation FROM participants WHERE id = ${participantId}`;
  if (!row) throw new Error("no such participant");
  const cookie = sign("guest", {
    t: row.tenant_id,
    c: row.conference_id,
    p: participantId,
    g: row.link_generation,
    exp: Math.floor(Date.now() / 1000) + 86_400,
  });
  const actor = await actorOfGuestCookie(cookie, aRequest());
  if (!actor) throw new Error("the guest's cookie is refused");
  return actor;
}

/** Two accounts with everybody who matters for rights. */
export async function world() {
  const tenant = await anAccount();
  const other = await anAccount("Autre SA");
  const people = {
    administrator: await aPerson(tenant, {
      name: "Théodore Vasseur",
      role: "host",
      isAdministrator: true,
      isServerAdministrator: true,
      rights: ["create_conferences", "address_book"],
    }),
    organiser: await aPerson(tenant, { rights: ["create_conferences", "address_book"] }),
    moderator: await aPerson(tenant, { name: "Karim Bouzidi", rights: ["create_conferences"] }),
    invited: await aPerson(tenant, { name: "Inès Benhaddou" }),
    member: await aPerson(tenant, { name: "Hannah Whitcombe" }),
    unlicensed: await aPerson(tenant, {
      name: "Léa Fontaine",
      licence: "none",
      rights: ["create_conferences"],
    }),
    foreigner: await aPerson(other, { name: "Odile Autre", rights: ["create_conferences", "address_book"] }),
    foreignAdministrator: await aPerson(other, { name: "Oscar Autre", role: "host", isAdministrator: true }),
  };
  const actors = Object.fromEntries(
    await Promise.all(Object.entries(people).map(async ([name, person]) => [name, await signedIn(person)])),
  ) as { [K in keyof typeof people]: Awaited<ReturnType<typeof signedIn>> };
  return { tenant, other, people, actors };
}

export type World = Awaited<ReturnType<typeof world>>;

/** A conference ID that nobody has. */
export const unknownPublicId = () => newConferenceId();
