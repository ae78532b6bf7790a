import type { MediaKind } from "./types";

/** Who this tab is to the server: a reload keeps the id, a duplicated tab gets one of its own. */
export type Tab = { clientId: string; isReload: boolean };

const ID_KEY = "foyer.tab";
const TRIES = 4;
const PAUSE_MS = 120;

/**
 * The id lives in the tab's session storage. Duplicating a tab copies that storage, so the page also holds a lock on
 * the id: whoever does not get it is the copy. A page that is just being reloaded lets go of it within moments.
 */
export async function claimTab(): Promise<Tab> {
  const known = sessionStorage.getItem(ID_KEY);
  for (let attempt = 0; known && attempt < TRIES; attempt++) {
    if (await hold(known)) return { clientId: known, isReload: true };
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  const clientId = crypto.randomUUID();
  sessionStorage.setItem(ID_KEY, clientId);
  await hold(clientId);
  return { clientId, isReload: false };
}

let release: (() => void) | undefined;

/** For the same page starting over. */
export function releaseTab(): void {
  release?.();
  release = undefined;
}

function hold(clientId: string): Promise<boolean> {
  if (!navigator.locks) return Promise.resolve(true);
  return new Promise((resolve) => {
    void navigator.locks.request(`foyer.tab.${clientId}`, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      if (!lock) return;
      return new Promise<void>((done) => {
        release = done;
      });
    });
  });
}

const insideKey = (publicId: string) => `foyer.inside.${publicId}`;

/** Remembers that this tab is inside, and how, so that a reload goes straight back. */
export function rememberInside(publicId: string, media: Record<MediaKind, boolean> | null): void {
  if (media) sessionStorage.setItem(insideKey(publicId), JSON.stringify(media));
  else sessionStorage.removeItem(insideKey(publicId));
}

export function wasInside(publicId: string): Record<MediaKind, boolean> | null {
  try {
    const stored = JSON.parse(sessionStorage.getItem(insideKey(publicId)) ?? "null") as unknown;
    if (!stored || typeof stored !== "object") return null;
    const { microphone, camera } = stored as Partial<Record<MediaKind, unknown>>;
    return { microphone: microphone === true, camera: camera === true };
  } catch {
    return null;
  }
}
