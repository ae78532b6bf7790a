"use client";

import { Radio } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import type { WireError } from "@/lib/errors";
import type { Lobby } from "@/lib/live/lobby/queries";
import { formatDuration } from "@/lib/time/length";
import { AvatarStack } from "../ui/avatar";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { typeset } from "../ui/typeset";
import type { LocalMedia } from "./engine/media";
import type { MediaState } from "./engine/types";
import { LobbyDevices } from "./lobby-devices.client";
import { type EntryWish, LobbyEntry } from "./lobby-entry.client";
import { LobbyPreview } from "./lobby-preview.client";

/** Before the door: see oneself, choose devices, then enter. Works without camera and microphone too. */
export function LobbyScreen(props: {
  head: ReactNode;
  lobby: Lobby;
  /** When it starts, in the visitor's words; null for rooms. */
  when: string | null;
  path: string;
  now: number;
  media: LocalMedia | null;
  mediaState: MediaState;
  error: WireError | null;
  isEntering: boolean;
  onEnter: (wish: EntryWish) => void;
}) {
  const { head, lobby, media, mediaState } = props;
  const t = useTranslations("lobby");
  const [name, setName] = useState(lobby.myName);
  return (
    <div className="flex min-h-dvh flex-col">
      {head}
      <main
        id="main"
        tabIndex={-1}
        className="grid flex-1 grid-cols-[minmax(0,42.5rem)_21.25rem] content-center justify-center gap-12 px-6 pt-2 pb-16 max-lg:grid-cols-[minmax(0,42.5rem)] max-lg:gap-8 phone:content-start phone:gap-5 phone:px-4 phone:pt-0 phone:pb-8"
      >
        <div className="min-w-0">
          <LobbyPreview media={media} state={mediaState} name={name} />
          <LobbyDevices media={media} state={mediaState} />
        </div>
        <div className="min-w-0 self-center">
          <LobbyFacts lobby={lobby} when={props.when} now={props.now} />
          <LobbyEntry
            lobby={lobby}
            error={props.error}
            isMuted={mediaState.microphone !== "on"}
            isEntering={props.isEntering}
            isReady={media !== null}
            onName={setName}
            onEnter={props.onEnter}
          />
          <Button href={props.path} variant="link" className="mt-3">
            {t("backToPage")}
          </Button>
        </div>
      </main>
    </div>
  );
}

function LobbyFacts({ lobby, when, now }: { lobby: Lobby; when: string | null; now: number }) {
  const t = useTranslations("lobby");
  const people = lobby.people;
  return (
    <>
      {lobby.startedAt ? (
        <p className="flex items-center gap-1.5">
          <Badge tone="live" icon={<Radio aria-hidden />}>
            {t("live")}
          </Badge>
          <span className="num text-xs text-fg-muted">
            {formatDuration((now - Date.parse(lobby.startedAt)) / 60_000)}
          </span>
        </p>
      ) : when ? (
        <p className="num text-xs text-fg-muted">{t("starts", { when })}</p>
      ) : null}
      <h1 className="mt-2 break-words">{typeset(lobby.name)}</h1>
      {lobby.ownerName ? (
        <p className="text-sm text-fg-muted">{t("owner", { name: lobby.ownerName })}</p>
      ) : null}
      {people && (people.length > 0 || lobby.startedAt) ? (
        <p className="mt-3 flex items-center gap-2 text-sm">
          <AvatarStack people={people} />
          <span>
            {t.rich("inside", {
              count: people.length,
              b: (text) => <strong className="font-semibold">{text}</strong>,
            })}
          </span>
        </p>
      ) : null}
    </>
  );
}
