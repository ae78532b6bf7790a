"use client";

import { Check } from "lucide-react";
import { useTranslations } from "next-intl";
import { useCallback } from "react";
import { FieldLayout } from "../ui/field-layout";
import { SelectNative } from "../ui/input";
import type { LocalMedia } from "./engine/media";
import { playTestSound } from "./engine/meter";
import type { DeviceStatus, MediaKind, MediaState } from "./engine/types";
import { MicMeter } from "./mic-meter.client";

const retryable: readonly DeviceStatus[] = ["denied", "busy", "failed", "missing"];
const textButton = "link self-start text-xs touch:-my-2 touch:py-2";

/** Microphone, camera and speaker, each with a proof that it works or what to do. */
export function LobbyDevices({ media, state }: { media: LocalMedia | null; state: MediaState }) {
  const t = useTranslations("lobby");
  const read = useCallback(() => media?.level() ?? 0, [media]);
  const speakers = state.devices.speaker;
  return (
    <div className="mt-4 grid grid-cols-3 gap-4 phone:grid-cols-1 phone:gap-3">
      <DeviceField kind="microphone" media={media} state={state}>
        {state.microphone === "on" ? <MicMeter label={t("level")} read={read} /> : null}
      </DeviceField>
      <DeviceField kind="camera" media={media} state={state}>
        {state.stream ? <Quality stream={state.stream} /> : null}
      </DeviceField>
      {speakers.length > 0 ? (
        <FieldLayout id="lobby-speaker" label={t("speaker")} className="phone:hidden">
          <SelectNative
            id="lobby-speaker"
            value={state.chosen.speaker || speakers[0]?.deviceId}
            options={optionsOf(speakers, t("defaultDevice"))}
            onChange={(event) => void media?.choose("speaker", event.target.value)}
          />
          <button
            type="button"
            className={textButton}
            onClick={() => void playTestSound(state.chosen.speaker)}
          >
            {t("testSound")}
          </button>
        </FieldLayout>
      ) : null}
    </div>
  );
}

function DeviceField({
  kind,
  media,
  state,
  children,
}: {
  kind: MediaKind;
  media: LocalMedia | null;
  state: MediaState;
  children: React.ReactNode;
}) {
  const t = useTranslations("lobby");
  const id = `lobby-${kind}`;
  const devices = state.devices[kind];
  const status = state[kind];
  return (
    <FieldLayout id={id} label={t(kind)}>
      <SelectNative
        id={id}
        value={state.chosen[kind] || devices[0]?.deviceId || ""}
        disabled={devices.length === 0}
        options={devices.length > 0 ? optionsOf(devices, t("defaultDevice")) : [{ value: "", label: "–" }]}
        aria-describedby={`${id}-status`}
        onChange={(event) => void media?.choose(kind, event.target.value)}
      />
      {children}
      <div id={`${id}-status`} aria-live="polite" className="flex flex-col gap-1 text-xs text-fg-muted">
        {status === "on" ? null : <p>{t(`${kind}Status.${status}`)}</p>}
        {retryable.includes(status) ? (
          <button type="button" className={textButton} onClick={() => void media?.setOn(kind, true)}>
            {t("tryAgain")}
          </button>
        ) : null}
      </div>
    </FieldLayout>
  );
}

function Quality({ stream }: { stream: MediaStream }) {
  const t = useTranslations("lobby");
  const { height, frameRate } = stream.getVideoTracks()[0]?.getSettings() ?? {};
  if (!height || !frameRate) return null;
  return (
    <p className="flex items-center gap-1.5 text-xs text-fg-muted">
      <Check aria-hidden className="size-3.5 text-success-text" />
      {t("quality", { height, rate: Math.round(frameRate) })}
    </p>
  );
}

/** Before it may use a device the browser hides its name. */
const optionsOf = (devices: readonly MediaDeviceInfo[], unnamed: string) =>
  devices.map((device) => ({ value: device.deviceId, label: device.label || unnamed }));
