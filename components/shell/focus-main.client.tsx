"use client";

import { usePathname } from "next/navigation";
import { useEffect } from "react";

/** Outlives the frames: moving between the public and the signed-in pages counts as moving. */
let previous: string | undefined;

/** After moving to another page the keyboard starts at its content, as after a full load. */
export function FocusMain() {
  const path = usePathname();
  useEffect(() => {
    const moved = previous !== undefined && previous !== path;
    previous = path;
    if (!moved) return;
    const main = document.getElementById("main");
    // A page that put the focus somewhere itself knows better.
    if (main && !main.contains(document.activeElement)) main.focus({ preventScroll: true });
  }, [path]);
  return null;
}
