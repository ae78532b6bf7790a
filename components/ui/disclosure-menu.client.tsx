"use client";

import { type ReactNode, useEffect, useRef } from "react";
import { cn } from "./cn";
import { menuPopupClass } from "./menu-look";

export { disclosureItemClass } from "./menu-look";

/** A small list of links that opens without scripts. With them, Esc, a click outside and moving on close it. */
export function DisclosureMenu({
  summary,
  summaryClassName,
  align = "end",
  side = "bottom",
  className,
  children,
}: {
  summary: ReactNode;
  summaryClassName?: string;
  align?: "start" | "end";
  side?: "bottom" | "top";
  className?: string;
  children: ReactNode;
}) {
  const details = useRef<HTMLDetailsElement>(null);

  useEffect(() => {
    function close(event: Event) {
      const element = details.current;
      if (!element?.open) return;
      const inside = event.target instanceof Node && element.contains(event.target);
      if (event instanceof KeyboardEvent) {
        if (event.key !== "Escape") return;
        element.open = false;
        if (inside) element.querySelector("summary")?.focus();
      } else if (!inside) {
        element.open = false;
      }
    }
    const events = ["pointerdown", "keydown", "focusin"] as const;
    for (const name of events) document.addEventListener(name, close);
    return () => {
      for (const name of events) document.removeEventListener(name, close);
    };
  }, []);

  return (
    <details ref={details} className={cn("relative", className)}>
      <summary className={summaryClassName}>{summary}</summary>
      <div
        className={cn(
          menuPopupClass,
          "absolute z-30 w-max",
          align === "end" ? "end-0" : "start-0",
          side === "bottom" ? "top-[calc(100%+6px)]" : "bottom-[calc(100%+6px)]",
        )}
      >
        {children}
      </div>
    </details>
  );
}
