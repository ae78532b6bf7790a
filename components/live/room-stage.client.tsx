"use client";

import { useTranslations } from "next-intl";
import { useCallback, useState } from "react";
import { clockOf } from "@/lib/time/browser";
import { useErrorText } from "../forms/error-text.client";
import { StageShell } from "../shell/stage-shell";
import { ConfirmDialog } from "../ui/alert-dialog.client";
import { useToast } from "../ui/toast.client";
import { useEscape } from "../ui/use-escape.client";
import type { LocalMedia } from "./engine/media";
import type { RoomSession } from "./engine/room";
import type { MediaKind } from "./engine/types";
import { PeerSound } from "./media-view.client";
import { PeoplePanel } from "./people-panel";
import { RoomControls } from "./room-controls.client";
import { RoomHeader } from "./room-header";
import { RoomNotices } from "./room-notices";
import { useServerClock } from "./running-time.client";
import type { TileData } from "./tile";
import { type RoomView, TileGrid } from "./tile-grid.client";
import { useAnnouncedRoster } from "./use-announced-roster.client";
import { useStore } from "./use-store.client";

/** The room itself: the stage, the controls, the list of people. */
export function RoomStage({
  name,
  session,
  media,
  zone,
  licenceEndsAt,
}: {
  name: string;
  session: RoomSession;
  media: LocalMedia;
  zone: string | null;
  licenceEndsAt: string | null;
}) {
  const t = useTranslations("room");
  const room = useStore(session.store);
  const own = useStore(media.store);
  const speakers = useStore(session.speakers.store);
  const now = useServerClock(room.clockOffset);
  const [view, setView] = useState<RoomView>("grid");
  const [isListOpen, setListOpen] = useState(false);
  useEscape(isListOpen, () => setListOpen(false));
  const [isEnding, setEnding] = useState(false);
  const [sound, setSound] = useState<ReadonlySet<() => Promise<void>>>(new Set());
  const [asked, setAsked] = useState<MediaKind | null>(null);
  const toast = useToast();
  const textOf = useErrorText();
  const announcements = useAnnouncedRoster(room.peers);
  const holdSound = useCallback(
    (retry: () => Promise<void>) => setSound((held) => new Set([...held, retry])),
    [],
  );
  const tiles: TileData[] = room.peers.map(({ entry, stream, state }) => ({
    entry,
    stream,
    state,
    isMe: false,
  }));
  if (room.me) tiles.push({ entry: room.me, stream: own.stream, state: "connected", isMe: true });

  return (
    <>
      <StageShell
        header={
          <RoomHeader
            name={name}
            seconds={now > 0 ? (now - room.startedAt) / 1000 : 0}
            view={view}
            onView={setView}
          />
        }
        panelLabel={t("people")}
        panel={isListOpen ? <PeoplePanel tiles={tiles} onClose={() => setListOpen(false)} /> : undefined}
        footer={
          <RoomControls
            media={media}
            state={own}
            clock={now > 0 ? clockOf(new Date(now), zone ?? undefined) : ""}
            count={tiles.length}
            isListOpen={isListOpen}
            canEnd={room.canEnd}
            onToggle={(kind) => {
              setAsked(kind);
              void media.setOn(kind, own[kind] !== "on");
            }}
            onList={() => setListOpen((open) => !open)}
            onLeave={() => void session.leave()}
            onEnd={() => setEnding(true)}
          />
        }
      >
        <div className="relative grid min-h-0">
          <RoomNotices
            isOnline={room.isOnline}
            isSlow={room.isSlow}
            media={media}
            state={own}
            asked={asked}
            licenceEnds={soonOver(licenceEndsAt, now, zone)}
            onSound={sound.size > 0 ? () => playAll(sound, () => setSound(new Set())) : null}
          />
          {tiles.length > 0 ? (
            <TileGrid tiles={tiles} view={view} speakers={speakers} isSheetOpen={isListOpen} />
          ) : null}
        </div>
      </StageShell>
      {room.peers.map((peer) =>
        peer.stream ? (
          <PeerSound
            key={`${peer.entry.participantId}:${peer.entry.generation}`}
            stream={peer.stream}
            speaker={own.chosen.speaker}
            onBlocked={holdSound}
          />
        ) : null,
      )}
      {announcements}
      <ConfirmDialog
        open={isEnding}
        onOpenChange={setEnding}
        title={t("endTitle")}
        description={t("endBody", { count: tiles.length })}
        confirmLabel={t("endConfirm", { count: tiles.length })}
        pendingLabel={t("ending")}
        cancelLabel={t("stay")}
        onConfirm={async () => {
          const error = await session.endForAll();
          if (error) toast({ title: textOf(error), tone: "danger" });
        }}
      />
    </>
  );
}

const WARN_MS = 15 * 60_000;

/** The clock time of the licence's end in the last quarter of an hour before it (rule 5). */
function soonOver(endsAt: string | null, now: number, zone: string | null): string | null {
  if (!endsAt || now === 0) return null;
  const left = Date.parse(endsAt) - now;
  return left > 0 && left <= WARN_MS ? clockOf(new Date(endsAt), zone ?? undefined) : null;
}

function playAll(held: ReadonlySet<() => Promise<void>>, done: () => void): void {
  void Promise.allSettled([...held].map((play) => play())).then(done);
}
