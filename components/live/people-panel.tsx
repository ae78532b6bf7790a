import { Mic, MicOff, Video, VideoOff, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Avatar } from "../ui/avatar";
import { IconButton } from "../ui/icon-button.client";
import type { TileData } from "./tile";

/** Who is inside, in the order of arrival, with what they send. */
export function PeoplePanel({ tiles, onClose }: { tiles: readonly TileData[]; onClose: () => void }) {
  const t = useTranslations("room");
  return (
    <>
      <header className="flex h-12 items-center gap-2 px-4 pt-2">
        <h2 className="flex-1">
          {t("people")} <span className="num font-normal text-fg-muted">{tiles.length}</span>
        </h2>
        <IconButton name={t("closePeople")} icon={<X aria-hidden />} onClick={onClose} />
      </header>
      <ul className="min-h-0 flex-1 overflow-y-auto px-2 pb-3">
        {tiles.map(({ entry, isMe, state }) => (
          <li key={entry.participantId} className="flex min-h-11 items-center gap-2.5 px-2">
            <Avatar name={entry.name} id={entry.participantId} />
            <span className="min-w-0 flex-1 truncate text-sm">
              <bdi className="font-medium">{entry.name}</bdi>
              <span className="text-fg-muted"> {noteOf(entry, isMe, t)}</span>
            </span>
            {state === "reconnecting" || state === "lost" ? (
              <span className="text-xs text-fg-muted">{t(state)}</span>
            ) : null}
            <Sign on={entry.microphone} label={t("muted")} icons={[Mic, MicOff]} />
            <Sign on={entry.camera} label={t("noPicture")} icons={[Video, VideoOff]} />
          </li>
        ))}
      </ul>
    </>
  );
}

function noteOf(
  entry: TileData["entry"],
  isMe: boolean,
  t: ReturnType<typeof useTranslations<"room">>,
): string {
  const role = entry.role !== "attendee" ? t(entry.role) : entry.isGuest ? t("guest") : "";
  if (!isMe) return role;
  return role ? t("youAs", { role }) : t("you");
}

function Sign({ on, label, icons }: { on: boolean; label: string; icons: [typeof Mic, typeof MicOff] }) {
  const [On, Off] = icons;
  return on ? (
    <On aria-hidden className="text-fg-subtle" />
  ) : (
    <>
      <Off aria-hidden className="text-danger-text" />
      <span className="sr-only">{label}</span>
    </>
  );
}
