"use client";

import { Tooltip as Base } from "@base-ui/react/tooltip";
import type { ReactNode } from "react";

type Side = "top" | "bottom" | "inline-start" | "inline-end";

/** The floating part; of icons that say their name and of buttons that say why they are unavailable. */
export function TooltipPopup({ children, side = "top" }: { children: ReactNode; side?: Side }) {
  return (
    <Base.Portal>
      <Base.Positioner side={side} sideOffset={6} collisionPadding={8} className="z-50">
        <Base.Popup
          data-surface
          className="max-w-72 rounded-md bg-fg px-2.5 py-1.5 text-xs text-surface shadow-e2 transition-opacity duration-fast data-ending-style:opacity-0 data-starting-style:opacity-0"
        >
          {children}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  );
}
