import "server-only";
import { sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { deviceLeases } from "@/db/schema";
import type { Actor, AnonymousActor, GuestActor, UserActor } from "@/lib/server/actor";
import { type ConferenceReach, mine, type Scope, withActor, withVisitor } from "@/lib/server/scope";
import { type ChannelKind, type PrivateChannel, parsePrivateChannel } from "./channels";

const d = alias(deviceLeases, "d");

/** Free seats are public, and a user's channel opens by signing in: neither is ever signed. */
type Kind = Exclude<ChannelKind, "seats" | "user">;
type Named<K extends Kind> = Extract<PrivateChannel, { kind: K }>;
type Read = <T>(query: (scope: Scope) => Promise<T>) => Promise<T>;

/** Who listens, and a way to look things up as that person; null for somebody who is nobody here. */
export type Listener = { actor: Actor; read: Read } | null;

type Authorizer<K extends Kind> = (listener: NonNullable<Listener>, channel: Named<K>) => Promise<boolean>;

type Authorizers = { [K in Kind]: Authorizer<K> };

/** Whoever asks for a channel: a user anywhere in the account, a guest within the conference of the cookie. */
export function listenerOf(
  actor: UserActor | GuestActor | AnonymousActor,
  reach: ConferenceReach | null,
): Listener {
  if (actor.kind === "user") return { actor, read: (query) => withActor(actor, query) };
  if (actor.kind === "guest" && reach) return { actor, read: (query) => withVisitor(actor, reach, query) };
  return null;
}

/** The listener's own device in the database of this moment. */
const ownDevice = (actor: Actor) =>
  actor.kind === "user"
    ? sql`p.user_id = ${actor.userId}`
    : actor.kind === "guest"
      ? sql`p.id = ${actor.participantId}`
      : sql`false`;

/** One rule per kind of channel; a kind without a rule does not compile. */
const authorizers = {
  /** The roster of a live conference: those who are in it, under its present epoch. */
  meeting: ({ actor, read }, { conferenceId, epoch }) =>
    read(async (scope) => {
      const rows = await scope.tx.execute(sql`SELECT 1 FROM device_leases d
          JOIN participants p ON p.tenant_id = d.tenant_id AND p.id = d.participant_id
          JOIN conferences c ON c.tenant_id = d.tenant_id AND c.id = d.conference_id
        WHERE ${mine(scope, d.tenantId)} AND d.conference_id = ${conferenceId} AND c.channel_epoch = ${epoch}
          AND c.deleted_at IS NULL AND d.left_at IS NULL AND d.lease_expires_at > app_now()
          AND p.state = 'active' AND ${ownDevice(actor)}`);
      return rows.length > 0;
    }),

  /** Signals to one device: that device alone, as long as it is the person's newest. */
  device: ({ actor, read }, { participantId, generation }) =>
    read(async (scope) => {
      const rows = await scope.tx.execute(sql`SELECT 1 FROM device_leases d
          JOIN participants p ON p.tenant_id = d.tenant_id AND p.id = d.participant_id
        WHERE ${mine(scope, d.tenantId)} AND d.participant_id = ${participantId} AND d.generation = ${generation}
          AND d.left_at IS NULL AND d.lease_expires_at > app_now() AND p.state = 'active' AND ${ownDevice(actor)}`);
      return rows.length > 0;
    }),
} satisfies Authorizers;

/** Asked anew for each subscription. Names outside our grammar belong to nobody. */
export async function mayListen(listener: Listener, name: string): Promise<boolean> {
  const channel = parsePrivateChannel(name);
  if (!channel || !listener) return false;
  const decide = authorizers[channel.kind] as Authorizer<Kind>;
  return decide(listener, channel);
}
