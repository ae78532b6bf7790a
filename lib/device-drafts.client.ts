"use client";

/** What somebody typed and did not save is kept under keys that begin so. */
export const DRAFT_PREFIX = "foyer.draft.";

/** Whoever signs out leaves the device to others: nothing that was typed stays on it. */
export function forgetDrafts(): void {
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(DRAFT_PREFIX)) localStorage.removeItem(key);
    }
  } catch {
    // No storage on this device: nothing was kept.
  }
}
