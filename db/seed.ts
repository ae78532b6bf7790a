import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { createUser, setUpServer } from "@/lib/accounts/commands";
import { addMember, createGroup, saveGroup } from "@/lib/accounts/groups/commands";
import { signIn } from "@/lib/auth/commands";
import { cancelConference, createConference } from "@/lib/conferences/commands";
import { addContact } from "@/lib/contacts/commands";
import { uuidv7 } from "@/lib/ids";
import { endForAll, join, leave } from "@/lib/live/commands";
import { sweepLive } from "@/lib/live/jobs";
import { heartbeat } from "@/lib/live/presence/commands";
import { registerGuest } from "@/lib/registrations/commands";
import {
  type Actor,
  actorOfGuestCookie,
  actorOfSession,
  anonymousActor,
  type UserActor,
} from "@/lib/server/actor";
import type { Command } from "@/lib/server/command";
import { sha256, sign } from "@/lib/server/crypto";
import { toLocal } from "@/lib/time/local";
import { closePool, openPoolAt } from "./client";
import { administrator, contacts, groups, guests, people, type SeedPerson } from "./seed-data";
import { toFiveMinutes, withinToday } from "./seed-day";

/** The demo world, made by the commands that people use, so that it can hold nothing that Foyer would refuse. */

const PASSWORD = "foyer-demo";
const ZONE = "Europe/Paris";
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const request = (address = "127.0.0.1") => ({ id: uuidv7(), address, userAgent: "demo world" });

async function run<I, O>(command: Command<I, O>, actor: Actor, input: unknown): Promise<O> {
  const result = await command.execute(actor, input);
  if (!result.ok) throw new Error(`${command.name}: ${JSON.stringify(result.error)}`);
  return result.data;
}

async function enterAs(login: string): Promise<UserActor> {
  const { sid } = await run(signIn, anonymousActor(request(`10.0.0.${login.length}`)), {
    login,
    password: PASSWORD,
  });
  const actor = await actorOfSession(sid, request());
  if (!actor) throw new Error(`${login} cannot sign in`);
  return actor;
}

/** Looks at what commands do not tell, as the owner of the database. */
type Look = postgres.Sql;

async function createPeople(admin: UserActor, look: Look): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  const inAMonth = new Date(Date.now() + 30 * 24 * HOUR).toISOString();
  const licenceOf = ({ licence }: SeedPerson) =>
    licence === "temporary" ? { term: "temporary", expiresAt: inAMonth } : { term: licence ?? "permanent" };
  for (const person of people) {
    const { userId } = await run(createUser, admin, {
      displayName: person.name,
      login: person.login,
      email: `${person.login}@clairval.example`,
      password: PASSWORD,
      rights: person.keepsContacts ? ["address_book"] : [],
      licence: licenceOf(person),
    });
    ids.set(person.login, userId);
  }
  await createGroups(admin, ids, look);
  return ids;
}

/** Everyone may begin chats; the others come by their team. */
async function createGroups(admin: UserActor, ids: Map<string, string>, look: Look): Promise<void> {
  const [everyone] = await look<{ id: string }[]>`SELECT id FROM groups WHERE is_everyone`;
  await run(saveGroup, admin, { groupId: everyone?.id, version: 1, rights: ["start_chats"] });
  for (const { name, rights, logins } of groups) {
    const { groupId } = await run(createGroup, admin, { name, rights });
    for (const login of logins) await run(addMember, admin, { groupId, userId: ids.get(login) });
  }
}

/** A wall time in Paris, rounded up to five minutes. */
const local = (fromNow: number, now = Date.now()) => toLocal(toFiveMinutes(now + fromNow), ZONE);

type Plan = {
  name: string;
  at?: number;
  minutes?: number;
  who?: [login: string, role?: "moderator"][];
  more?: Record<string, unknown>;
};

function plan(
  actor: UserActor,
  ids: Map<string, string>,
  { name, at, minutes, who, more }: Plan,
  now?: number,
) {
  return run(createConference, actor, {
    name,
    ...(at === undefined
      ? { kind: "room" }
      : { localStart: local(at, now), timeZone: ZONE, durationMin: minutes ?? 45 }),
    participants: (who ?? []).map(([login, role]) => ({ userId: ids.get(login), role: role ?? "attendee" })),
    ...more,
  });
}

async function register(publicId: string, [first, last]: [string, string], n: number) {
  const email = `${first}.${last}@example.org`
    .normalize("NFD")
    .replace(/[^\w.@-]/g, "")
    .toLowerCase();
  await run(registerGuest, anonymousActor(request(`198.51.${n}.7`)), {
    publicId,
    locale: n % 3 === 1 ? "en" : "fr",
    browser: randomBytes(16).toString("base64url"),
    first_name: first,
    last_name: last,
    email,
  });
}

async function guestsOf(look: Look, conferenceId: string): Promise<Actor[]> {
  const rows = await look<{ id: string; tenant_id: string; link_generation: number }[]>`
    SELECT id, tenant_id, link_generation FROM participants
    WHERE conference_id = ${conferenceId} AND origin = 'registered' ORDER BY added_at`;
  const exp = Math.floor(Date.now() / 1000) + 86_400;
  const actors = rows.map((row) =>
    actorOfGuestCookie(
      sign("guest", { t: row.tenant_id, c: conferenceId, p: row.id, g: row.link_generation, exp }),
      request(),
    ),
  );
  return (await Promise.all(actors)).filter((actor) => actor !== null);
}

/** Yesterday's webinar: people came and went, one browser crashed and came back, the owner ended it. */
async function yesterday(look: Look, ids: Map<string, string>) {
  const hours = (n: number) => openPoolAt(`${-26 * 3600 + n * 3600} seconds`);
  await hours(-6);
  let owner = await enterAs("organiser");
  const past = Date.now() - 26 * HOUR;
  const { id, publicId } = await plan(
    owner,
    ids,
    {
      name: "Raccordement au réseau : retours du terrain",
      at: 0,
      minutes: 60,
      who: [["karim.bouzidi", "moderator"], ["ines.benhaddou"]],
      more: {
        visibility: "public",
        description: "Trois communes racontent leur premier hiver avec une centrale partagée.",
        registration: { closing: "at_end", autoClose: true },
      },
    },
    past,
  );
  for (const [n, guest] of guests.slice(0, 3).entries()) await register(publicId, guest, n);

  // Leases hold 45 seconds, so everybody who is inside says so every 40, as browsers do.
  let second = 0;
  const inside = new Map<string, { actor: Actor; generation: number }>();
  const clock = () => openPoolAt(`${-26 * 3600 + second} seconds`);
  const until = async (minute: number) => {
    for (; second < minute * 60; second += 40) {
      await clock();
      for (const { actor, generation } of inside.values()) {
        await run(heartbeat, actor, { publicId, generation });
      }
    }
  };
  const enter = async (name: string, actor: Actor) => {
    const device = { publicId, clientId: crypto.randomUUID(), microphone: true, camera: true };
    inside.set(name, { actor, generation: (await run(join, actor, device)).generation });
  };

  second = 4 * 60;
  await clock();
  owner = await enterAs("organiser");
  await enter("owner", owner);
  await until(5);
  const [early, late] = await guestsOf(look, id);
  if (!early || !late) throw new Error("nobody registered");
  await enter("karim", await enterAs("karim.bouzidi"));
  await enter("early", early);
  await until(12);
  await enter("late", late);
  // The first guest's browser crashes: no goodbye, so the stay ends with its lease.
  inside.delete("early");
  await until(16);
  await sweepLive();
  await enter("early", early);
  await until(22);
  await run(leave, late, { publicId, generation: inside.get("late")?.generation });
  inside.delete("late");
  await until(29);
  await run(endForAll, owner, { publicId });
}

async function today(ids: Map<string, string>) {
  const organiser = await enterAs("organiser");
  const karim = await enterAs("karim.bouzidi");
  const ines = await enterAs("ines.benhaddou");
  const now = Date.now();
  await plan(karim, ids, {
    name: "Raccordement du parc éolien de Saint-Brévin : point avec RTE et les communes riveraines",
    at: withinToday(14 * MINUTE, { orElse: -20 * MINUTE, now, zone: ZONE }),
    who: [["organiser", "moderator"], ["ines.benhaddou"], ["member"], ["lea.fontaine"]],
    more: { location: "Salle Jules-Verne", pin: "auto" },
  });
  await plan(organiser, ids, {
    name: "Grid connection clinic",
    at: withinToday(2 * HOUR, { orElse: -3 * HOUR, now, zone: ZONE }),
    minutes: 30,
    who: [["member"], ["siobhan.nidhomhnaill", "moderator"], ["oluwaseun.adeyemi"]],
  });
  const webinar = await plan(organiser, ids, {
    name: "Vendre le surplus de sa toiture : ce qui change au 1er janvier",
    at: 4 * HOUR,
    minutes: 90,
    who: [["karim.bouzidi", "moderator"]],
    more: {
      visibility: "public",
      publicId: "toiture",
      description:
        "Le contrat d’achat change au 1er janvier. Nous passons en revue les trois options pour les toitures de moins de 36 kWc.\nQuestions en français ou en anglais.",
      registration: { closing: "at_start", autoClose: true },
    },
  });
  for (const [n, guest] of guests.slice(3, 7).entries()) await register(webinar.publicId, guest, n + 20);
  const interview = await plan(ines, ids, {
    name: "Entretien annuel — Jean-Baptiste de La Rochefoucauld-Liancourt",
    at: 5 * HOUR,
    minutes: 25,
    who: [["organiser"], ["jb.delarochefoucauld"]],
  });
  await run(cancelConference, ines, { id: interview.id });
}

async function otherDays(ids: Map<string, string>) {
  const organiser = await enterAs("organiser");
  const ines = await enterAs("ines.benhaddou");
  const open = await plan(organiser, ids, {
    name: "Selling your rooftop surplus: questions and answers",
    at: 46 * HOUR,
    minutes: 60,
    who: [["member"]],
    more: {
      visibility: "public",
      publicId: "rooftop",
      description: "Bring your last bill. We look at real offers together.",
      registration: { closing: "at_end", autoClose: true },
    },
  });
  for (const [n, guest] of guests.slice(7, 9).entries()) await register(open.publicId, guest, n + 30);
  await plan(ines, ids, {
    name: "Stand-up, software team",
    at: 22 * HOUR,
    minutes: 20,
    who: [["organiser"], ["member"], ["niamh.kelleher"]],
  });
  await plan(ines, ids, {
    name: "Budget 2027 : arbitrages",
    at: 71 * HOUR,
    minutes: 120,
    who: [["organiser", "moderator"], ["aurelien.dacosta"]],
  });
  await plan(organiser, ids, {
    name: "Accueil des nouveaux sociétaires",
    at: 8 * 24 * HOUR,
    who: [["camille.roussel"], ["fatou.diallo"]],
  });
}

async function rooms(ids: Map<string, string>) {
  const organiser = await enterAs("organiser");
  const karim = await enterAs("karim.bouzidi");
  await plan(organiser, ids, {
    name: "Salle de Maëlle",
    who: [["member"], ["karim.bouzidi"]],
    more: { pin: "482913" },
  });
  await plan(organiser, ids, {
    name: "Open house, connection desk",
    more: { visibility: "public", publicId: "open-house" },
  });
  await plan(karim, ids, {
    name: "Astreinte réseau Ouest",
    who: [["organiser", "moderator"], ["yann.kervella"]],
  });
  await plan(karim, ids, {
    name: "Support desk, level 2",
    who: [["organiser"], ["member"], ["rory.gallagher"]],
  });
}

/** What the organiser keeps for herself beside the directory. */
async function addressBook() {
  const organiser = await enterAs("organiser");
  for (const contact of contacts) await run(addContact, organiser, contact);
}

/** Fills an empty database. Needs DATABASE_ADMIN_URL beside the application's environment. */
export async function seedDemo(): Promise<void> {
  const look = postgres(process.env.DATABASE_ADMIN_URL ?? "", { max: 1, onnotice: () => {} });
  try {
    const token = randomBytes(16).toString("base64url");
    await look`INSERT INTO one_time_tokens (token_hash, purpose, expires_at)
      VALUES (${sha256(token)}, 'first_administrator', now() + interval '10 minutes')`;
    await openPoolAt("-3 days");
    await run(setUpServer, anonymousActor(request()), {
      token,
      organisation: "Clairval Énergies",
      timeZone: ZONE,
      locale: "fr",
      displayName: administrator.name,
      login: administrator.login,
      email: "admin@clairval.example",
      password: PASSWORD,
    });
    // A laptop's demo may run several conferences at once.
    await look`UPDATE accounts SET parallel_events = 20`;
    const ids = await createPeople(await enterAs(administrator.login), look);
    await yesterday(look, ids);
    await openPoolAt("-5 hours");
    await today(ids);
    await closePool();
    await otherDays(ids);
    await rooms(ids);
    await addressBook();
  } finally {
    await closePool();
    await look.end();
  }
}
