import type { Choice, DeviceStatus, MediaKind, MediaState } from "./types";

const CHOICE_KEY = "foyer.devices";

export const statusOf = (kind: MediaKind, status: DeviceStatus): Partial<MediaState> =>
  kind === "microphone" ? { microphone: status } : { camera: status };

export function stopAll(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

export function constraintsOf(wanted: Record<MediaKind, boolean>, chosen: Choice): MediaStreamConstraints {
  const device = (id: string) => (id ? { deviceId: { exact: id } } : {});
  return {
    audio: wanted.microphone && {
      echoCancellation: true,
      noiseSuppression: true,
      autoGainControl: true,
      ...device(chosen.microphone),
    },
    video: wanted.camera && {
      width: { ideal: 1280 },
      height: { ideal: 720 },
      frameRate: { ideal: 30 },
      ...device(chosen.camera),
    },
  };
}

/** What a browser's refusal means to the person. */
export function statusOfError(error: unknown): DeviceStatus {
  const name = error instanceof Error ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "missing";
  if (name === "NotReadableError" || name === "AbortError") return "busy";
  return "failed";
}

export function readChoice(): Choice {
  const none = { microphone: "", camera: "", speaker: "" };
  try {
    return { ...none, ...(JSON.parse(localStorage.getItem(CHOICE_KEY) ?? "{}") as Partial<Choice>) };
  } catch {
    return none;
  }
}

/** A browser that keeps nothing forgets the choice, that is all. */
export function keepChoice(chosen: Choice): void {
  try {
    localStorage.setItem(CHOICE_KEY, JSON.stringify(chosen));
  } catch {}
}

/** Told when the person allows or blocks a device beside the address; the returned function ends it. */
export function watchPermissions(told: (kind: MediaKind, state: PermissionState) => void): () => void {
  const watched: PermissionStatus[] = [];
  let isOver = false;
  for (const kind of ["microphone", "camera"] as const) {
    // Not every browser knows these names; then a new try is the person's to make.
    navigator.permissions
      ?.query({ name: kind as PermissionName })
      .then((status) => {
        if (isOver) return;
        watched.push(status);
        status.onchange = () => told(kind, status.state);
      })
      .catch(() => {});
  }
  return () => {
    isOver = true;
    for (const status of watched) status.onchange = null;
  };
}
