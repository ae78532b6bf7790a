"use client";

import { useEffect, useEffectEvent } from "react";

/** Escape closes what lies beside the page, unless something above it or a field takes the key first. */
export function useEscape(active: boolean, onEscape: () => void): void {
  const close = useEffectEvent(onEscape);
  useEffect(() => {
    if (!active) return;
    function onKey(event: KeyboardEvent) {
      if (event.key !== "Escape" || event.defaultPrevented || inEditable(event.target)) return;
      if (document.querySelector("[role=dialog],[role=alertdialog],[role=menu]")) return;
      close();
    }
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [active]);
}

function inEditable(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input,select,textarea,[contenteditable]");
}
