/** Who may join a channel: the name says what it takes, the application's signature gives it. */
import type { Channels, Member } from "./channels";
import type { Connection } from "./connection";
import { channelFrame, errorFrame } from "./frames";
import type { Hub } from "./hub";
import {
  type ChannelKind,
  checkChannel,
  isAuthorised,
  isRecord,
  MAX_USER_ID,
  MAX_USER_INFO_BYTES,
  parseRecord,
  parseUserId,
  userChannel,
} from "./protocol";

type Refusal = { type: "AuthError" | "LimitReached" | "InvalidData"; error: string; status: number };
type Admission = { member?: Member } | Refusal;

const isRefusal = (admission: Admission): admission is Refusal => "error" in admission;
const refusal = (status: number, error: string, type: Refusal["type"] = "AuthError"): Refusal => ({
  type,
  error,
  status,
});

/** The member that the application signed: an id of at most 128 characters and at most 1 kB about the person. */
function memberOf(channelData: unknown): Member | Refusal {
  const data = typeof channelData === "string" ? parseRecord(channelData) : undefined;
  const userId = parseUserId(data?.user_id);
  if (!data || userId === undefined) {
    return refusal(
      400,
      `A presence channel needs a user_id of 1 to ${MAX_USER_ID} characters`,
      "InvalidData",
    );
  }
  const info = data.user_info;
  if (info !== undefined && Buffer.byteLength(JSON.stringify(info)) > MAX_USER_INFO_BYTES) {
    return refusal(413, `The user_info has at most ${MAX_USER_INFO_BYTES} bytes`, "LimitReached");
  }
  return { userId, info };
}

function admitMember({ channels, limits }: Hub, channel: string, channelData: unknown): Admission {
  const member = memberOf(channelData);
  if ("error" in member) return member;
  const people = channels.people(channel);
  if (!people.has(member.userId) && people.size >= limits.maxPresenceMembers) {
    const error = `A presence channel has at most ${limits.maxPresenceMembers} members`;
    return refusal(403, error, "LimitReached");
  }
  return { member };
}

function admit(
  hub: Hub,
  connection: Connection,
  channel: string,
  kind: ChannelKind,
  data: Record<string, unknown>,
): Admission {
  if (connection.channels.size >= hub.limits.maxChannelsPerConnection) {
    return refusal(413, "Too many channels on this connection", "LimitReached");
  }
  if (kind === "public") return {};
  if (kind === "user") {
    const isOwn = connection.userId !== undefined && channel === userChannel(connection.userId);
    return isOwn ? {} : refusal(401, "The connection is not signed in as this user");
  }
  const channelData = data.channel_data ?? undefined;
  if (!isAuthorised(hub.app, connection.id, channel, data.auth, channelData)) {
    return refusal(401, "The signature does not fit");
  }
  return kind === "presence" ? admitMember(hub, channel, channelData) : {};
}

/** What a newcomer is told: of a presence channel everybody who is there, the newcomer included. */
function succeeded(channels: Channels, channel: string, kind: ChannelKind): Buffer {
  const event = "pusher_internal:subscription_succeeded";
  if (kind !== "presence") return channelFrame(event, channel, {});
  const people = [...channels.people(channel)];
  const presence = {
    count: people.length,
    ids: people.map(([id]) => id),
    hash: Object.fromEntries(people.map(([id, { info }]) => [id, info ?? {}])),
  };
  return channelFrame(event, channel, { presence });
}

/** Joins the channel, or says in a `pusher:subscription_error` why not; the connection stays either way. */
export function subscribe(hub: Hub, connection: Connection, data: unknown): void {
  if (!isRecord(data) || typeof data.channel !== "string") {
    connection.send(errorFrame(null, "A subscription needs a channel"));
    return;
  }
  const { channel } = data;
  const check = checkChannel(channel);
  if (check.ok && connection.channels.has(channel)) {
    connection.send(errorFrame(null, `Existing subscription to channel ${channel}`));
    return;
  }
  const admission = check.ok ? admit(hub, connection, channel, check.kind, data) : refusal(400, check.reason);
  if (!check.ok || isRefusal(admission)) {
    connection.send(channelFrame("pusher:subscription_error", channel.slice(0, 200), admission));
    return;
  }
  hub.channels.join(channel, connection, admission.member);
  connection.send(succeeded(hub.channels, channel, check.kind));
}
