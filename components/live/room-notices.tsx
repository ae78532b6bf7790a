import { CircleAlert, Hourglass, Volume2, WifiOff } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { LocalMedia } from "./engine/media";
import type { DeviceStatus, MediaKind, MediaState } from "./engine/types";

const worthSaying: readonly DeviceStatus[] = ["denied", "missing", "busy", "failed", "unsupported"];
/** So many other devices are offered in the notice itself; the menu beside the switch has them all. */
const OFFERED = 2;

/** What is in the way, over the stage, each with what one can do. */
export function RoomNotices({
  isOnline,
  isSlow,
  media,
  state,
  asked,
  licenceEnds,
  onSound,
}: {
  isOnline: boolean;
  isSlow: boolean;
  media: LocalMedia;
  state: MediaState;
  /** The device that the person tried to turn on in here last. */
  asked: MediaKind | null;
  /** When the person's licence ends, if that is near. */
  licenceEnds: string | null;
  /** Set while the browser waits for a click before it plays sound. */
  onSound: (() => void) | null;
}) {
  const t = useTranslations("room");
  return (
    <div className="pointer-events-none absolute inset-x-0 top-3 z-10 flex flex-col items-center gap-2 px-4">
      <div role="status" className="contents">
        {isOnline ? null : <Notice icon={<WifiOff aria-hidden />}>{t("offline")}</Notice>}
        {isOnline && isSlow ? <Notice icon={<Hourglass aria-hidden />}>{t("slow")}</Notice> : null}
        {licenceEnds ? (
          <Notice icon={<Hourglass aria-hidden />}>{t("licenceEnds", { time: licenceEnds })}</Notice>
        ) : null}
        {(["microphone", "camera"] as const).map((kind) => (
          <DeviceNotice key={kind} kind={kind} media={media} state={state} isAsked={asked === kind} />
        ))}
      </div>
      {onSound ? (
        <Notice icon={<Volume2 aria-hidden />}>
          {t("soundBlocked")} <Act onClick={onSound}>{t("turnSoundOn")}</Act>
        </Notice>
      ) : null}
    </div>
  );
}

/** A device that was asked for or in use and does not work: why, and the ways on. */
function DeviceNotice({
  kind,
  media,
  state,
  isAsked,
}: {
  kind: MediaKind;
  media: LocalMedia;
  state: MediaState;
  isAsked: boolean;
}) {
  const t = useTranslations("room");
  const words = useTranslations("lobby");
  const status = state[kind];
  const mishap = state.mishap[kind];
  const isBroken = worthSaying.includes(status);
  if (mishap?.now && !isBroken) {
    const names = { was: mishap.was, now: mishap.now };
    return (
      <Notice icon={<CircleAlert aria-hidden />}>
        {t(mishap.was === mishap.now ? `${kind}Renewed` : `${kind}Switched`, names)}
      </Notice>
    );
  }
  if (!isBroken || !(isAsked || mishap)) return null;
  const others = state.devices[kind].filter((device) => device.label && device.label !== mishap?.was);
  return (
    <Notice icon={<CircleAlert aria-hidden />}>
      {mishap && status !== "denied" ? `${t(`${kind}Lost`, { was: mishap.was })} ` : ""}
      {words(`${kind}Status.${status as Exclude<DeviceStatus, "on">}`)}{" "}
      {status === "unsupported" ? null : (
        <Act onClick={() => void media.setOn(kind, true)}>{words("tryAgain")}</Act>
      )}
      {others.slice(0, OFFERED).map((device) => (
        <Act key={device.deviceId} onClick={() => void media.choose(kind, device.deviceId)}>
          {t("useDevice", { name: device.label })}
        </Act>
      ))}
    </Notice>
  );
}

function Act({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="pointer-events-auto ms-1 rounded-sm font-semibold text-stage-accent underline underline-offset-3 touch:-my-3 touch:py-3"
    >
      {children}
    </button>
  );
}

function Notice({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <p className="inline-flex max-w-full items-center gap-2 rounded-md bg-stage-3 px-3 py-2 text-sm text-stage-fg shadow-e2">
      {icon}
      <span>{children}</span>
    </p>
  );
}
