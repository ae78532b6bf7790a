import type { Metadata } from "next";
import { cookies } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { getLocale } from "next-intl/server";
import { cache } from "react";
import { LobbyHead } from "@/components/live/lobby-head";
import { RoomApp } from "@/components/live/room-app.client";
import { Messages } from "@/components/shell/messages";
import { formatConferenceId, parseConferenceId } from "@/lib/ids";
import { findLobby } from "@/lib/live/lobby/queries";
import { realtimeConfig } from "@/lib/realtime/config";
import { zoneCookie } from "@/lib/registrations/rules";
import { visitorOf } from "@/lib/server/actor";
import { findConferenceByPublicId, withVisitor } from "@/lib/server/scope";
import { createFormats } from "@/lib/time/format";
import { isZone } from "@/lib/time/zones";

type Props = { params: Promise<{ id: string }> };

/** The door of a conference: whoever may know it sees the lobby. Everything else is the 404 that offers to sign in. */
const load = cache(async (id: string) => {
  const publicId = parseConferenceId(id);
  const reach = publicId ? await findConferenceByPublicId(publicId) : null;
  if (!publicId || !reach) notFound();
  const actor = await visitorOf(reach.tenantId, reach.conferenceId);
  const path = `/c/${formatConferenceId(publicId)}`;
  if (actor.kind === "anonymous" || (actor.kind === "user" && actor.tenantId !== reach.tenantId)) {
    // Names are given on the page of the conference.
    return reach.visibility === "public" ? redirect(path) : notFound();
  }
  const lobby = await withVisitor(actor, reach, (scope) => findLobby(scope, reach.conferenceId));
  if (!lobby) notFound();
  return { publicId, path, actor, lobby };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await load((await params).id)).lobby.name };
}

export default async function RoomPage({ params }: Props) {
  const { publicId, path, actor, lobby } = await load((await params).id);
  const code = lobby.refusal?.code;
  if (code === "conference_over" || code === "conference_cancelled") redirect(path);
  const userId = actor.kind === "user" ? actor.userId : null;
  const kept = (await cookies()).get(zoneCookie)?.value ?? "";
  const zone = actor.kind === "user" ? actor.timeZone : isZone(kept) ? kept : null;
  const formats = zone ? createFormats(await getLocale(), zone, new Date(lobby.now)) : null;
  return (
    <Messages of={["lobby", "room"]}>
      <RoomApp
        publicId={publicId}
        path={path}
        lobby={lobby}
        userId={userId}
        realtime={realtimeConfig({ conference: publicId, userId })}
        when={lobby.startsAt && formats ? formats.dateTime(new Date(lobby.startsAt)) : null}
        zone={zone}
        head={<LobbyHead />}
      />
    </Messages>
  );
}
