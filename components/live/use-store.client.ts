"use client";

import { useSyncExternalStore } from "react";
import type { Store } from "./engine/types";

/** The present value of an engine's store; the component renders again when it changes. */
export function useStore<T>(store: Store<T>): T {
  return useSyncExternalStore(store.subscribe, store.get, store.get);
}
