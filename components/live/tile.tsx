import { LoaderCircle, MicOff, WifiOff } from "lucide-react";
import { useTranslations } from "next-intl";
import type { RosterEntry } from "@/lib/live/schema";
import { Avatar } from "../ui/avatar";
import { cn } from "../ui/cn";
import type { PeerState } from "./engine/types";
import { VideoView } from "./media-view.client";

export type TileData = {
  entry: RosterEntry;
  isMe: boolean;
  stream: MediaStream | null;
  state: PeerState;
};

/** One person on the stage: the picture or the initials, the name, and what there is to know. */
export function Tile({
  tile,
  isSpeaking,
  span,
  className,
}: {
  tile: TileData;
  isSpeaking: boolean;
  span?: number;
  className?: string;
}) {
  const t = useTranslations("room");
  const { entry, isMe, stream, state } = tile;
  const isSeen = entry.camera && stream !== null && (isMe || (state !== "connecting" && state !== "lost"));
  return (
    <li
      data-participant={entry.participantId}
      data-state={state}
      style={span ? { gridColumn: `span ${span}` } : undefined}
      className={cn(
        "relative isolate min-h-0 min-w-0 overflow-hidden rounded-lg bg-stage-2",
        isSpeaking && "shadow-[0_0_0_2.5px_var(--stage-accent)] forced-colors:outline-2",
        className,
      )}
    >
      {isSeen ? (
        <VideoView stream={stream} mirrored={isMe} />
      ) : (
        <span className="absolute inset-0 grid place-items-center">
          <Avatar name={entry.name} id={entry.participantId} size={64} />
        </span>
      )}
      {state === "connected" || isMe ? null : (
        <span className="absolute inset-x-0 top-2 flex justify-center">
          <span className="inline-flex items-center gap-1.5 rounded-sm bg-stage-plate px-2 py-1 text-xs/4 text-stage-fg">
            {state === "lost" ? (
              <WifiOff aria-hidden className="size-3.5" />
            ) : (
              <LoaderCircle aria-hidden className="size-3.5 animate-spin" />
            )}
            {t(state)}
          </span>
        </span>
      )}
      <span className="absolute start-2 bottom-2 inline-flex max-w-[calc(100%-1rem)] items-center gap-1.5 rounded-sm bg-stage-plate px-2 py-1 text-xs/4 font-medium text-stage-fg">
        {isSpeaking ? <Bars /> : null}
        {entry.microphone ? null : (
          <>
            <MicOff aria-hidden className="size-3.25 stroke-[2.25]" />
            <span className="sr-only">{t("muted")}</span>
          </>
        )}
        <span className="truncate">
          {isMe ? t("you") : <bdi>{entry.name}</bdi>}
          {entry.role === "attendee" ? null : (
            <span className="font-normal text-stage-muted"> {t(entry.role)}</span>
          )}
        </span>
      </span>
    </li>
  );
}

function Bars() {
  return (
    <span aria-hidden className="inline-flex h-2.5 items-center gap-0.5">
      {["h-1.25", "h-2.5", "h-1.75"].map((height) => (
        <i key={height} data-fill className={cn("w-[2.5px] rounded-full bg-stage-accent", height)} />
      ))}
    </span>
  );
}
