import type { Page } from "@playwright/test";

/** Devices that can be pulled out and forbidden: what the browser would say of real ones. Before the first page. */
export async function withLooseDevices(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const { mediaDevices } = navigator;
    const real = {
      ask: mediaDevices.getUserMedia.bind(mediaDevices),
      list: mediaDevices.enumerateDevices.bind(mediaDevices),
    };
    const gone = new Set<string>();
    const blocked = new Set<string>();
    const tracks: MediaStreamTrack[] = [];
    const permissions = new Map<string, { state: string; onchange: (() => void) | null }>();
    const refuse = (name: string) => Promise.reject(new DOMException(name, name));
    const live = (kind: string) => tracks.find((t) => t.kind === kind && t.readyState === "live");
    const sorts = { audio: "audioinput", video: "videoinput" } as const;

    mediaDevices.enumerateDevices = async () =>
      (await real.list()).filter((device) => !gone.has(device.kind + device.deviceId));
    mediaDevices.getUserMedia = async (wanted = {}) => {
      const all = await mediaDevices.enumerateDevices();
      const asked: MediaStreamConstraints = { ...wanted };
      for (const kind of ["audio", "video"] as const) {
        const wish = wanted[kind] as MediaTrackConstraints | undefined;
        if (!wish) continue;
        if (blocked.has(kind)) return refuse("NotAllowedError");
        const present = all.filter((device) => device.kind === sorts[kind]);
        const exact = (wish.deviceId as ConstrainDOMStringParameters | undefined)?.exact;
        if (present.length === 0) return refuse("NotFoundError");
        if (exact && !present.some((d) => d.deviceId === exact)) return refuse("OverconstrainedError");
        asked[kind] = { ...wish, deviceId: { exact: exact ?? present[0]?.deviceId ?? "" } };
      }
      const stream = await real.ask(asked);
      tracks.unshift(...stream.getTracks());
      return stream;
    };
    navigator.permissions.query = async ({ name }) => {
      const status = permissions.get(name) ?? { state: "granted", onchange: null };
      permissions.set(name, status);
      return status as PermissionStatus;
    };
    const end = (track: MediaStreamTrack | undefined) => {
      track?.stop();
      track?.dispatchEvent(new Event("ended"));
    };
    Object.assign(window, {
      hardware: {
        unplug(kind: "audio" | "video") {
          const track = live(kind);
          gone.add(sorts[kind] + track?.getSettings().deviceId);
          end(track);
          mediaDevices.dispatchEvent(new Event("devicechange"));
        },
        plugIn() {
          gone.clear();
          mediaDevices.dispatchEvent(new Event("devicechange"));
        },
        permit(kind: "audio" | "video", state: "granted" | "denied") {
          if (state === "denied") blocked.add(kind);
          else blocked.delete(kind);
          const status = permissions.get(kind === "audio" ? "microphone" : "camera");
          if (status) status.state = state;
          if (state === "denied") end(live(kind));
          status?.onchange?.();
        },
      },
    });
  });
}

type Hardware = {
  unplug(kind: "audio" | "video"): void;
  plugIn(): void;
  permit(kind: "audio" | "video", state: "granted" | "denied"): void;
};

/** Does something to the devices of the page. */
export const hardware = <K extends keyof Hardware>(page: Page, what: K, ...words: Parameters<Hardware[K]>) =>
  page.evaluate(
    ([name, args]) => {
      const { hardware } = window as unknown as { hardware: Record<string, (...args: unknown[]) => void> };
      hardware[name as string]?.(...(args as unknown[]));
    },
    [what, words] as const,
  );
