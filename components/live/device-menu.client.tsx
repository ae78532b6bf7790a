"use client";

import { ChevronUp } from "lucide-react";
import { useTranslations } from "next-intl";
import { Menu, type MenuItem } from "../ui/menu.client";
import { type ControlLook, controlClass } from "./control-button";
import type { LocalMedia } from "./engine/media";
import type { MediaKind, MediaState } from "./engine/types";

type Field = MediaKind | "speaker";

/** Another device while the conversation goes on; nobody has to leave for it. */
export function DeviceMenu({
  kind,
  media,
  state,
  look,
}: {
  kind: MediaKind;
  media: LocalMedia;
  state: MediaState;
  /** That of the switch it belongs to. */
  look: ControlLook;
}) {
  const t = useTranslations("room");
  const words = useTranslations("lobby");
  const fields: readonly Field[] = kind === "microphone" ? ["microphone", "speaker"] : ["camera"];
  const items = fields.flatMap((field): MenuItem[] => {
    const devices = state.devices[field];
    if (devices.length === 0) return [];
    const current = state.chosen[field] || devices[0]?.deviceId;
    return [
      { heading: words(field) },
      ...devices.map((device) => ({
        label: device.label || words("defaultDevice"),
        checked: device.deviceId === current,
        onSelect: () => void media.choose(field, device.deviceId),
      })),
    ];
  });
  const name = t(kind === "microphone" ? "microphoneMenu" : "cameraMenu");
  return (
    <Menu
      label={name}
      align="center"
      trigger={
        <button
          type="button"
          aria-label={name}
          title={name}
          className={controlClass(look, "min-w-6 rounded-s-none ps-0.5 pe-2 phone:hidden [&_svg]:size-3.5")}
        >
          <ChevronUp aria-hidden />
        </button>
      }
      items={items.length > 0 ? items : [{ label: t("noDevices"), reason: " " }]}
    />
  );
}
