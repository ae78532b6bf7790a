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

type Refusal = { status: 403 | 429 | 503 };

/** Signs a subscription when the database says that this person may listen at this moment. */
export async function mayListenOnSocket(request: Request): Promise<{ auth: string } | Refusal> {
  const client = pusher();
  if (!client) return { status: 503 };
  const list = await headers();
  if (!isSameOrigin((name) => list.get(name))) return { status: 403 };
  const body = await request.text();
  if (body.length > MAX_BODY) return { status: 403 };
  const form = new URLSearchParams(body);
  const socketId = form.get("socket_id") ?? "";
  const channel = form.get("channel_name") ?? "";
  if (!/^\d{1,20}\.\d{1,20}$/.test(socketId)) return { status: 403 };
  const listener = await whoAsks(form.get("conference"));
  if (!listener) return { status: 403 };
  if ((await hit(`realtime.auth:${keyOf(listener)}`, { max: 60, seconds: 60 })) > 0) return { status: 429 };
  if (!(await mayListen(listener, channel))) return { status: 403 };
  return { auth: client.authorizeChannel(socketId, channel).auth };
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
