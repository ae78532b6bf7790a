"use client";

import { useSyncExternalStore } from "react";

let settled = false;

function subscribe(notify: () => void) {
  if (settled) return () => {};
  const done = () => {
    settled = true;
    notify();
  };
  // Safari has no idle callback.
  if (!window.requestIdleCallback) {
    const timer = setTimeout(done, 50);
    return () => clearTimeout(timer);
  }
  const handle = window.requestIdleCallback(done, { timeout: 500 });
  return () => window.cancelIdleCallback(handle);
}

/**
 * False while the page comes to life, then true for good. What marks the rest of the page as hidden, as an open
 * modal does, waits for it: other islands may not be alive yet and would find foreign attributes.
 */
export function useSettled(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => settled,
    () => false,
  );
}
