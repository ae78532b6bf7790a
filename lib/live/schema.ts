import * as z from "zod";
import type { IceServer } from "@/lib/ports/media/ice";
import { listOf, personName } from "@/lib/text";

/** In the canonical form, as the address of the page was read. */
const publicId = z.string().regex(/^[a-z0-9-]{1,64}$/);
const generation = z.int().min(1).max(2_000_000_000);
const place = { publicId, generation };

/** Spaces are for the eye only. */
const pin = z
  .string()
  .max(40)
  .transform((typed) => typed.replace(/\s+/g, ""));

export const joinInput = z.strictObject({
  publicId,
  /** Made by the tab: a reload keeps it and is no second device (rule 8). */
  clientId: z.uuid(),
  /** Said by a person's own click; a tab that comes back by itself never throws out another device. */
  takeOver: z.boolean().default(false),
  microphone: z.boolean().default(false),
  camera: z.boolean().default(false),
  /** Walk-in guests only: other names are not chosen in the lobby. */
  name: personName().optional(),
  pin: pin.optional(),
});

export const deviceInput = z.strictObject({ ...place });
export const stateInput = z.strictObject({ ...place, microphone: z.boolean(), camera: z.boolean() });
export const conferenceInput = z.strictObject({ publicId });

export const pollInput = z.strictObject({
  ...place,
  /** The last roster and the last signal that the device knows. */
  since: z.int().min(-1).default(-1),
  signal: z.int().min(0).default(0),
});

/** Descriptions and candidates are plain ASCII; anything else would only reach another browser's parser. */
const ascii = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[\t\n\r\x20-\x7e]*$/);

const candidate = z.strictObject({
  candidate: ascii(2000),
  sdpMid: ascii(64).nullish(),
  sdpMLineIndex: z.int().min(0).max(255).nullish(),
  usernameFragment: ascii(256).nullish(),
});

const SIGNAL_BYTES = 64 * 1024;

const signalBody = z
  .strictObject({
    /** The page that speaks and the page it speaks to: a reload keeps the generation but not the connection. */
    from: z.uuid(),
    to: z.uuid().nullable(),
    description: z.strictObject({ type: z.enum(["offer", "answer"]), sdp: ascii(60_000) }).optional(),
    candidates: listOf(candidate, 64).optional(),
  })
  .refine((body) => JSON.stringify(body).length <= SIGNAL_BYTES, { message: "too_long" });

export const signalInput = z.strictObject({
  ...place,
  to: z.uuid(),
  toGeneration: generation,
  body: signalBody,
});

export const guestInput = z.strictObject({ publicId, name: personName(), pin: pin.optional() });

export const sessionInput = z.strictObject({ tenantId: z.uuid(), sessionId: z.uuid() });
export const peopleInput = z.strictObject({ tenantId: z.uuid(), conferenceId: z.uuid() });

export type SignalBody = z.infer<typeof signalBody>;

export type RosterEntry = {
  participantId: string;
  generation: number;
  name: string;
  role: "owner" | "moderator" | "attendee";
  isGuest: boolean;
  microphone: boolean;
  camera: boolean;
};

export type Roster = { seq: number; entries: RosterEntry[] };

/** What one mutation did to the roster: who is out, then who is new or different. Without both: fetch. */
export type RosterChange = { seq: number; gone?: string[]; entries?: RosterEntry[] };

export type Ending = { reason: "ended_for_all" | "last_left" | "lease_lapsed"; by: string | null };

/** What a device hears about itself: in the room, thrown out by a newer device, forgotten, or over for everybody. */
export type DeviceState = "live" | "replaced" | "lapsed" | "ended";

export type Signal = { seq: number; from: string; fromGeneration: number; body: SignalBody };

export type PollResult = {
  state: DeviceState;
  /** Raised when somebody must stop hearing: the roster is then told on another channel. */
  channelEpoch: number;
  ending: Ending | null;
  roster: Roster | null;
  signals: Signal[];
  iceServers: IceServer[];
  isSweepDue: boolean;
};

export type JoinResult = {
  participantId: string;
  generation: number;
  conferenceId: string;
  channelEpoch: number;
  sessionId: string;
  startedAt: string;
  serverNow: string;
  roster: Roster;
  /** Signals up to here were meant for an earlier page. */
  signalSeq: number;
  iceServers: IceServer[];
  isOwner: boolean;
  canEnd: boolean;
  leaseSeconds: number;
};
