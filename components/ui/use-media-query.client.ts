"use client";

import { useCallback, useSyncExternalStore } from "react";

/** Follows a media query. On the server, and until the page is alive, it answers `initial`. */
export function useMediaQuery(query: string, initial = true): boolean {
  const subscribe = useCallback(
    (notify: () => void) => {
      const list = window.matchMedia(query);
      list.addEventListener("change", notify);
      return () => list.removeEventListener("change", notify);
    },
    [query],
  );
  return useSyncExternalStore(
    subscribe,
    () => window.matchMedia(query).matches,
    () => initial,
  );
}
