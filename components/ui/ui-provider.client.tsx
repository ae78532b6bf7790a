"use client";

import { CSPProvider } from "@base-ui/react/csp-provider";
import { DirectionProvider } from "@base-ui/react/direction-provider";
import { Tooltip } from "@base-ui/react/tooltip";
import type { ReactNode } from "react";
import { ToastProvider } from "./toast.client";

/** Once, in the root layout: nonce and reading direction for the primitives, tooltip delays, toasts. */
export function UiProvider({
  nonce,
  dir = "ltr",
  children,
}: {
  nonce?: string;
  dir?: "ltr" | "rtl";
  children: ReactNode;
}) {
  return (
    <CSPProvider nonce={nonce} disableStyleElements>
      <DirectionProvider direction={dir}>
        <Tooltip.Provider delay={400} closeDelay={80}>
          <ToastProvider>
            {/* Popups are drawn after this element; isolation keeps them above everything in it. */}
            <div className="isolate">{children}</div>
          </ToastProvider>
        </Tooltip.Provider>
      </DirectionProvider>
    </CSPProvider>
  );
}
