import "server-only";
import { headers } from "next/headers";
import { parseConferenceId } from "@/lib/ids";
import { currentActor, visitorOf } from "@/lib/server/actor";
import { hit } from "@/lib/server/rate-limit";
import { isSameOrigin } from "@/lib/server/request";
import { findConferenceByPublicId } from "@/lib/server/scope";
import { type Listener, listenerOf, mayListen } from "./authorize";
import { pusher } from "./publish";

const MAX_BODY = 2000;
const perMinute = { max: 60, seconds: 60 };

type Refusal = { status: 403 | 413 | 429 | 503 };

const SOCKET_ID = /^\d{1,20}\.\d{1,20}$/;

/** The form of a request of our own pages; a refusal for anything else. */
async function ownForm(request: Request): Promise<URLSearchParams | Refusal> {
  const list = await headers();
  if (!isSameOrigin((name) => list.get(name))) return { status: 403 };
  const body = await request.text();
  return body.length > MAX_BODY ? { status: 413 } : new URLSearchParams(body);
}

/** Signs a subscription when the database says that this person may listen at this moment. */
export async function mayListenOnSocket(request: Request): Promise<{ auth: string } | Refusal> {
  const client = pusher();
  if (!client) return { status: 503 };
  const form = await ownForm(request);
  if (!(form instanceof URLSearchParams)) return form;
  const socketId = form.get("socket_id") ?? "";
  const channel = form.get("channel_name") ?? "";
  if (!SOCKET_ID.test(socketId)) return { status: 403 };
  const listener = await whoAsks(form.get("conference"));
  if (!listener) return { status: 403 };
  if ((await hit(`realtime.auth:${keyOf(listener)}`, perMinute)) > 0) return { status: 429 };
  if (!(await mayListen(listener, channel))) return { status: 403 };
  return { auth: client.authorizeChannel(socketId, channel).auth };
}

/**
 * Signs a connection in as the user of the session, whom nothing in the request can name. Only such a connection hears
 * the user's own channel, and revocation ends all of them at once.
 */
export async function signInSocket(request: Request): Promise<{ auth: string; user_data: string } | Refusal> {
  const client = pusher();
  if (!client) return { status: 503 };
  const form = await ownForm(request);
  if (!(form instanceof URLSearchParams)) return form;
  const socketId = form.get("socket_id") ?? "";
  if (!SOCKET_ID.test(socketId)) return { status: 403 };
  const actor = await currentActor();
  if (actor.kind !== "user") return { status: 403 };
  if ((await hit(`realtime.signIn:${actor.userId}`, perMinute)) > 0) return { status: 429 };
  return client.authenticateUser(socketId, { id: actor.userId });
}

/** The conference of the page decides which guest cookie speaks. */
async function whoAsks(conference: string | null): Promise<Listener> {
  const publicId = conference ? parseConferenceId(conference) : null;
  const reach = publicId ? await findConferenceByPublicId(publicId) : null;
  if (!reach) return listenerOf(await currentActor(), null);
  return listenerOf(await visitorOf(reach.tenantId, reach.conferenceId), reach);
}

function keyOf(listener: NonNullable<Listener>): string {
  const { actor } = listener;
  return actor.kind === "user" ? actor.userId : actor.kind === "guest" ? actor.participantId : "nobody";
}
