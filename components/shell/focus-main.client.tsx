"use client";

import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";

/** After moving to another page the keyboard starts at its content, as after a full load. */
export function FocusMain() {
  const path = usePathname();
  const previous = useRef(path);
  useEffect(() => {
    if (previous.current === path) return;
    previous.current = path;
    const main = document.getElementById("main");
    // A page that put the focus somewhere itself knows better.
    if (main && !main.contains(document.activeElement)) main.focus({ preventScroll: true });
  }, [path]);
  return null;
}
