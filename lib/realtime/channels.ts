/**
 * Every channel of the product: its name, who may listen (authorize.ts) and what is said there.
 * Events carry ids and numbers; the default reaction is to fetch again. Only signals and the roster's changes carry
 * content (≤ 8 kB).
 */
export type ChannelEvents = {
  /** Public: the free seats of a webinar moved. */
  seats: { "seats.changed": { seq: number } };
  /** One user's own lists and notices. Opened by signing in (sign.ts) and by nothing else, so that it ends with it. */
  user: {
    "list.changed": { conferenceId: string };
    "session.ended": Record<string, never>;
    "rights.changed": Record<string, never>;
  };
  /** The live conference: its roster. Renamed by raising the epoch. */
  meeting: {
    /** With what changed, where that is small enough. */
    "roster.changed": { seq: number; gone?: string[]; entries?: unknown[] };
    "meeting.ended": { sessionId: string };
    /** The last event under this name: whoever still belongs here learns the new one by fetching. */
    "channel.renamed": Record<string, never>;
  };
  /** One device of one participant: signalling, take-over and removal. */
  device: {
    /** `after` is the signal before it: who has not seen that one fetches. Without a body, too. */
    signal: { seq: number; after: number; from: string; fromGeneration: number; body?: unknown };
    "device.replaced": { generation: number };
    "device.removed": { generation: number };
  };
};

export type ChannelKind = keyof ChannelEvents;

const uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

/** What the service itself calls the channel of a user who signed in. */
const USER_PREFIX = "#server-to-user-";

export const channels = {
  seats: (conferenceId: string) => `seats-${conferenceId}`,
  user: (userId: string) => `${USER_PREFIX}${userId}`,
  meeting: (conferenceId: string, epoch: number) => `private-m-${conferenceId}-${epoch}`,
  device: (participantId: string, generation: number) => `private-p-${participantId}-${generation}`,
} satisfies Record<ChannelKind, (...args: never[]) => string>;

const grammar: Record<PrivateChannel["kind"], RegExp> = {
  meeting: new RegExp(`^private-m-(${uuid})-(\\d{1,9})$`),
  device: new RegExp(`^private-p-(${uuid})-(\\d{1,9})$`),
};

export type PrivateChannel =
  | { kind: "meeting"; conferenceId: string; epoch: number }
  | { kind: "device"; participantId: string; generation: number };

/** Whose channel it is; null for every other kind. */
export const userOfChannel = (name: string): string | null =>
  name.startsWith(USER_PREFIX) ? name.slice(USER_PREFIX.length) : null;

/** The meaning of a private channel's name by our own grammar; null for anything else. */
export function parsePrivateChannel(name: string): PrivateChannel | null {
  const meeting = grammar.meeting.exec(name);
  if (meeting?.[1]) return { kind: "meeting", conferenceId: meeting[1], epoch: Number(meeting[2]) };
  const device = grammar.device.exec(name);
  if (device?.[1]) return { kind: "device", participantId: device[1], generation: Number(device[2]) };
  return null;
}
