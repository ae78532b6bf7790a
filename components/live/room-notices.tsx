import { CircleAlert, Volume2, WifiOff } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { DeviceStatus, MediaKind, MediaState } from "./engine/types";

const worthSaying: readonly DeviceStatus[] = ["denied", "missing", "busy", "failed", "unsupported"];

/** What is in the way, over the stage, each with what one can do. */
export function RoomNotices({
  isOnline,
  media,
  asked,
  onSound,
}: {
  isOnline: boolean;
  media: MediaState;
  /** The device that the person tried to turn on in here last. */
  asked: MediaKind | null;
  /** Set while the browser waits for a click before it plays sound. */
  onSound: (() => void) | null;
}) {
  const t = useTranslations("room");
  const words = useTranslations("lobby");
  return (
    <div className="pointer-events-none absolute inset-x-0 top-3 z-10 flex flex-col items-center gap-2 px-4">
      <div role="status" className="contents">
        {isOnline ? null : <Notice icon={<WifiOff aria-hidden />}>{t("offline")}</Notice>}
        {asked && worthSaying.includes(media[asked]) ? (
          <Notice icon={<CircleAlert aria-hidden />}>{textOf(asked, media[asked], words)}</Notice>
        ) : null}
      </div>
      {onSound ? (
        <Notice icon={<Volume2 aria-hidden />}>
          {t("soundBlocked")}{" "}
          <button
            type="button"
            onClick={onSound}
            className="pointer-events-auto ms-1 rounded-sm font-semibold text-stage-accent underline underline-offset-3 touch:-my-3 touch:py-3"
          >
            {t("turnSoundOn")}
          </button>
        </Notice>
      ) : null}
    </div>
  );
}

function textOf(
  kind: MediaKind,
  status: DeviceStatus,
  words: ReturnType<typeof useTranslations<"lobby">>,
): string {
  return status === "on" ? "" : words(`${kind}Status.${status}`);
}

function Notice({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <p className="inline-flex max-w-full items-center gap-2 rounded-md bg-stage-3 px-3 py-2 text-sm text-stage-fg shadow-e2">
      {icon}
      <span>{children}</span>
    </p>
  );
}
