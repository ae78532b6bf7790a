"use client";

import { useEffect, useRef } from "react";

/** Ctrl+Z or ⌘Z takes the last step back while its toast is shown; text fields keep their own undo. */
export function useUndoKey(undo: unknown) {
  const latest = useRef(undo);
  latest.current = undo;
  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if (event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey) || event.shiftKey) return;
      if (event.target instanceof HTMLElement && event.target.matches("input,textarea,[contenteditable]"))
        return;
      if (typeof latest.current !== "function") return;
      event.preventDefault();
      latest.current();
    }
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
}
