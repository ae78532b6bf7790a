"use client";

import { Ellipsis, LogOut, Mic, MicOff, PhoneOff, Users, Video, VideoOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { Menu } from "../ui/menu.client";
import { ControlButton, controlClass } from "./control-button";
import { DeviceMenu } from "./device-menu.client";
import type { LocalMedia } from "./engine/media";
import type { MediaKind, MediaState } from "./engine/types";

/** The bar under the stage. What is off is light: it must be noticed. Leaving is red, and alone. */
export function RoomControls({
  media,
  state,
  clock,
  count,
  isListOpen,
  canEnd,
  onToggle,
  onList,
  onLeave,
  onEnd,
}: {
  media: LocalMedia;
  state: MediaState;
  clock: string;
  count: number;
  isListOpen: boolean;
  canEnd: boolean;
  onToggle: (kind: MediaKind) => void;
  onList: () => void;
  onLeave: () => void;
  onEnd: () => void;
}) {
  const t = useTranslations("room");
  const hasMic = state.microphone === "on";
  const hasCamera = state.camera === "on";
  return (
    <div
      role="toolbar"
      aria-label={t("controls")}
      className="grid h-full grid-cols-[1fr_auto_1fr] items-center phone:flex phone:justify-between phone:gap-2"
    >
      <span className="num text-sm text-stage-muted phone:hidden">{clock}</span>
      <span className="inline-flex gap-2 phone:gap-1.5 max-[359px]:gap-1">
        <span className="inline-flex">
          <ControlButton
            name={t(hasMic ? "microphoneOff" : "microphoneOn")}
            look={hasMic ? "plain" : "off"}
            icon={hasMic ? <Mic aria-hidden /> : <MicOff aria-hidden />}
            className="md:rounded-e-none md:pe-1"
            onClick={() => onToggle("microphone")}
          />
          <DeviceMenu kind="microphone" media={media} state={state} look={hasMic ? "plain" : "off"} />
        </span>
        <span className="inline-flex">
          <ControlButton
            name={t(hasCamera ? "cameraOff" : "cameraOn")}
            look={hasCamera ? "plain" : "off"}
            icon={hasCamera ? <Video aria-hidden /> : <VideoOff aria-hidden />}
            className="md:rounded-e-none md:pe-1"
            onClick={() => onToggle("camera")}
          />
          <DeviceMenu kind="camera" media={media} state={state} look={hasCamera ? "plain" : "off"} />
        </span>
        {canEnd ? (
          <Menu
            label={t("more")}
            align="center"
            trigger={
              <button
                type="button"
                aria-label={t("more")}
                title={t("more")}
                className={controlClass("plain")}
              >
                <Ellipsis aria-hidden />
              </button>
            }
            items={[{ label: t("endForAll"), icon: <PhoneOff aria-hidden />, danger: true, onSelect: onEnd }]}
          />
        ) : null}
        <ControlButton
          look="leave"
          icon={<LogOut aria-hidden className="rtl:rotate-180" />}
          onClick={onLeave}
        >
          <span className="pe-1 phone:sr-only">{t("leave")}</span>
        </ControlButton>
      </span>
      <span className="inline-flex justify-end gap-2">
        <ControlButton
          look={isListOpen ? "open" : "plain"}
          icon={<Users aria-hidden />}
          aria-expanded={isListOpen}
          onClick={onList}
        >
          <span className="sr-only">{t("people")} </span>
          <span className="num">{count}</span>
        </ControlButton>
      </span>
    </div>
  );
}
