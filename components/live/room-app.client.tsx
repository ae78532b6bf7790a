"use client";

import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from "react";
import type { Lobby } from "@/lib/live/lobby/queries";
import { channels } from "@/lib/realtime/channels";
import type { RealtimeConfig } from "@/lib/realtime/config";
import { useLiveRefresh } from "@/lib/realtime/use-channel.client";
import { type MediaState, noMedia, outside, type RoomState, Store } from "./engine/types";
import { FarewellScreen } from "./farewell-screen.client";
import { LobbyScreen } from "./lobby.client";
import type { EntryWish } from "./lobby-entry.client";
import { useServerClock } from "./running-time.client";
import { useEngine } from "./use-engine.client";
import { useStore } from "./use-store.client";

type Props = {
  publicId: string;
  path: string;
  lobby: Lobby;
  userId: string | null;
  realtime: RealtimeConfig | null;
  /** When it starts, in the visitor's zone; null where there is neither. */
  when: string | null;
  /** The zone of the clock; null for the browser's own. */
  zone: string | null;
  head: ReactNode;
};

/** Menus and dialogs of the room are fetched while one looks into the mirror. */
const loadStage = () => import("./room-stage.client");
const RoomStage = lazy(async () => ({ default: (await loadStage()).RoomStage }));

/** What is shown until the engine runs, on the server too. */
const noDevices = new Store<MediaState>(noMedia);
const noRoom = new Store<RoomState>(outside);

/** From the lobby to the goodbye; one engine of plain classes behind all screens. */
export function RoomApp(props: Props) {
  const { publicId, path, lobby, userId, realtime, when, zone, head } = props;
  const engine = useEngine(publicId, realtime);
  const mediaState = useStore(engine?.media.store ?? noDevices);
  const { phase } = useStore(engine?.session.store ?? noRoom);
  const now = useServerClock(0);
  // A tab that returned by itself shows where it goes, not the lobby.
  const [over, setOver] = useState<Parameters<typeof FarewellScreen>[0]["phase"] | null>(null);
  const isOutside = phase.name === "lobby";
  useEffect(() => void loadStage(), []);
  useLiveRefresh(realtime, userId ? channels.user(userId) : null, { enabled: isOutside });
  // A new screen is read from its beginning.
  const shown = useRef(phase.name);
  useEffect(() => {
    if (shown.current !== phase.name && phase.name !== "joining") document.getElementById("main")?.focus();
    shown.current = phase.name;
  }, [phase.name]);

  useEffect(() => {
    if (["elsewhere", "ended", "gone", "left"].includes(phase.name)) setOver(phase as typeof over);
    if (phase.name === "inside" || phase.name === "lobby") setOver(null);
  }, [phase]);

  const enter = async (wish: EntryWish) => {
    if (!engine) return;
    if (wish.muted) await engine.media.setOn("microphone", false);
    await engine.session.enter({ takeOver: true, name: wish.name, pin: wish.pin });
  };

  if (engine && phase.name === "inside") {
    return (
      <Suspense fallback={<div className="min-h-dvh bg-stage" />}>
        <RoomStage
          name={lobby.name}
          session={engine.session}
          media={engine.media}
          zone={zone}
          licenceEndsAt={lobby.licenceEndsAt}
        />
      </Suspense>
    );
  }
  if (engine && over) {
    return (
      <FarewellScreen
        phase={over}
        head={head}
        path={path}
        analyticsPath={lobby.analyticsPath}
        isComingBack={phase.name === "joining"}
        onComeBack={() => {
          void engine.media.start(engine.session.lastDevices);
          void engine.session.enter({ takeOver: true });
        }}
      />
    );
  }
  return (
    <LobbyScreen
      head={head}
      lobby={lobby}
      when={when}
      path={path}
      now={now || Date.parse(lobby.now)}
      media={engine?.media ?? null}
      mediaState={mediaState}
      error={phase.name === "lobby" ? phase.error : null}
      isEntering={phase.name === "joining"}
      onEnter={(wish) => void enter(wish)}
    />
  );
}
