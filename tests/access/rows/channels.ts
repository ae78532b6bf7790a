import { channels } from "@/lib/realtime/channels";
import type { FurnishedWorld } from "../furnished";
import type { Persona } from "../personas";

export type ChannelRow = {
  /** The name of one such channel of the webinar that is live. */
  name: (w: FurnishedWorld) => string;
  /**
   * Who may listen; everybody else is refused. "public" needs no signature, "signed in" opens by the sign-in of the
   * connection: for neither is a signature of the channel ever made.
   */
  listeners: readonly Persona[] | "public" | "signed in";
  /** Names of the same kind that nobody of this world may hear. */
  others: (w: FurnishedWorld) => string[];
};

export const channelRows: Record<string, ChannelRow> = {
  // Free seats are said on the page to everybody; the event holds a number only.
  seats: { name: (w) => channels.seats(w.webinar.id), listeners: "public", others: () => [] },
  user: {
    name: (w) => channels.user(w.people.organiser.userId),
    listeners: "signed in",
    others: (w) => [
      channels.user(w.hostId),
      channels.user(crypto.randomUUID()),
      // What services without sign-in would have to use: nobody publishes there.
      `private-u-${w.people.organiser.userId}`,
    ],
  },
  // Those who are inside: the moderator's device fell silent, the one who was invited has left.
  meeting: {
    name: (w) => channels.meeting(w.webinar.id, w.channelEpoch),
    listeners: ["organiser", "guest"],
    others: (w) => [
      channels.meeting(w.webinar.id, w.channelEpoch + 1),
      channels.meeting(w.webinar.id, Math.max(w.channelEpoch - 1, 0)),
      channels.meeting(w.otherWebinar.id, w.channelEpoch),
      channels.meeting(w.foreign.id, w.channelEpoch),
      channels.meeting(crypto.randomUUID(), w.channelEpoch),
    ],
  },
  device: {
    name: (w) => channels.device(w.registration.participantId, w.guestGeneration),
    listeners: ["guest"],
    others: (w) => [
      channels.device(w.registration.participantId, w.guestGeneration + 1),
      channels.device(w.registration.participantId, 0),
      channels.device(w.otherRegistration.participantId, w.guestGeneration),
      channels.device(w.silentId, w.silentGeneration),
      channels.device(crypto.randomUUID(), w.guestGeneration),
    ],
  },
};

/** Spellings of a right name that are not that name. */
export const misspelt = (name: string): string[] => [
  "",
  name.toUpperCase(),
  ` ${name}`,
  `${name} `,
  `${name}\n`,
  `${name}\0`,
  `${name}-1`,
  `${name}0`,
  `${name}/..`,
  `${name},${name}`,
  `${name}*`,
  name.slice(0, -1),
  name.replace(/^private-/, ""),
  name.replace(/^private-/, "presence-"),
  name.replace(/^private-/, "private-encrypted-"),
  name.replace(/^private-/, "private-cache-"),
  name.replace(/^private-(.)/, "private-x"),
  encodeURIComponent(`${name}#`),
  `${name}' OR true --`,
  name + "9".repeat(300),
];
