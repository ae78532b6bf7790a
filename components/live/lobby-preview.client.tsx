"use client";

import { Mic, MicOff, Video, VideoOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { Avatar } from "../ui/avatar";
import { ControlButton } from "./control-button";
import type { LocalMedia } from "./engine/media";
import type { MediaKind, MediaState } from "./engine/types";
import { VideoView } from "./media-view.client";

/** What the others will see, with the two switches that decide it. */
export function LobbyPreview({
  media,
  state,
  name,
}: {
  media: LocalMedia | null;
  state: MediaState;
  name: string;
}) {
  const t = useTranslations("lobby");
  const room = useTranslations("room");
  const sees = state.camera === "on" && state.stream;
  const toggle = (kind: MediaKind) => void media?.setOn(kind, state[kind] !== "on");
  return (
    <section
      aria-label={t("preview")}
      className="stage relative isolate aspect-video overflow-hidden rounded-lg bg-stage phone:aspect-4/3"
    >
      {sees ? (
        <VideoView stream={sees} mirrored />
      ) : (
        <div className="absolute inset-0 grid place-content-center justify-items-center gap-3 px-6 pb-10 text-center">
          <Avatar name={name || "?"} size={64} />
          <p className="text-sm text-stage-muted">
            {state.camera === "on" ? null : t(`cameraStatus.${state.camera}`)}
          </p>
        </div>
      )}
      <span className="absolute start-2 bottom-2 max-w-[45%] truncate rounded-sm bg-stage-plate px-2 py-1 text-xs/4 font-medium text-stage-fg phone:max-w-[30%]">
        {name}
      </span>
      <div className="absolute inset-x-0 bottom-3.5 flex justify-center gap-2.5">
        <ControlButton
          name={room(state.microphone === "on" ? "microphoneOff" : "microphoneOn")}
          look={state.microphone === "on" ? "plain" : "off"}
          icon={state.microphone === "on" ? <Mic aria-hidden /> : <MicOff aria-hidden />}
          onClick={() => toggle("microphone")}
        />
        <ControlButton
          name={room(state.camera === "on" ? "cameraOff" : "cameraOn")}
          look={state.camera === "on" ? "plain" : "off"}
          icon={state.camera === "on" ? <Video aria-hidden /> : <VideoOff aria-hidden />}
          onClick={() => toggle("camera")}
        />
      </div>
    </section>
  );
}
