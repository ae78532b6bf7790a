import { createConference } from "@/lib/conferences/commands";
import { randomToken } from "@/lib/ids";
import { registerGuest } from "@/lib/registrations/commands";
import type { UserActor } from "@/lib/server/actor";
import { toLocal } from "@/lib/time/local";
import { clock, owner } from "./database";
import { as } from "./run";
import { anonymous, type World } from "./world";

export type Conference = { id: string; publicId: string; tenantId: string };

type Options = {
  organiser?: UserActor;
  people?: { userId: string; role: "moderator" | "attendee" }[];
  /** From now to the start. */
  startsInMinutes?: number;
  input?: Record<string, unknown>;
};

const team = (w: World) => [
  { userId: w.people.moderator.userId, role: "moderator" as const },
  { userId: w.people.invited.userId, role: "attendee" as const },
];

async function create(organiser: UserActor, input: Record<string, unknown>): Promise<Conference> {
  const { id, publicId } = await as(organiser).do(createConference, input);
  return { id, publicId, tenantId: organiser.tenantId };
}

async function when(options: Options) {
  const now = await clock.now();
  const start = new Date(now.getTime() + (options.startsInMinutes ?? 60) * 60_000);
  return { localStart: toLocal(start, "Europe/Paris"), timeZone: "Europe/Paris", durationMin: 60 };
}

/** A public, scheduled conference with registration, made by the real command. */
export async function aWebinar(w: World, options: Options = {}): Promise<Conference> {
  return create(options.organiser ?? w.actors.organiser, {
    name: "Vendre le surplus de sa toiture",
    visibility: "public",
    ...(await when(options)),
    participants: options.people ?? team(w),
    registration: { closing: "at_end", autoClose: true },
    ...options.input,
  });
}

/** A private, scheduled conference. */
export async function aPrivateMeeting(w: World, options: Options = {}): Promise<Conference> {
  return create(options.organiser ?? w.actors.organiser, {
    name: "Comité de direction",
    ...(await when(options)),
    participants: options.people ?? team(w),
    ...options.input,
  });
}

/** A private virtual room. */
export async function aRoom(w: World, options: Options = {}): Promise<Conference> {
  return create(options.organiser ?? w.actors.organiser, {
    name: "Salle du mardi",
    kind: "room",
    participants: options.people ?? team(w),
    ...options.input,
  });
}

let nextGuest = 1;

/** A registered guest, made by the real command. */
export async function aRegistration(conference: Conference, email?: string) {
  const n = nextGuest++;
  const address = email ?? `guest-${n}@example.org`;
  const browser = randomToken();
  await as(anonymous()).do(registerGuest, {
    publicId: conference.publicId,
    locale: "fr",
    browser,
    first_name: "Jeanne",
    last_name: "Martin",
    email: address,
  });
  const [row] = await owner()<{ id: string }[]>`
    SELECT id FROM participants WHERE conference_id = ${conference.id} AND email = ${address}`;
  if (!row) throw new Error("the registration left no row");
  return { participantId: row.id, email: address, browser };
}
