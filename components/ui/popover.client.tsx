"use client";

import { Popover as Base } from "@base-ui/react/popover";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { menuPopupClass } from "./menu-look";
import { type TriggerSpec, triggerElement } from "./trigger.client";

/** A small surface beside its trigger for more than a sentence; not for decisions. */
export function Popover({
  trigger,
  title,
  hideTitle,
  align = "start",
  className,
  children,
}: {
  trigger: TriggerSpec;
  title: string;
  hideTitle?: boolean;
  align?: "start" | "center" | "end";
  className?: string;
  children: ReactNode;
}) {
  return (
    <Base.Root>
      <Base.Trigger render={triggerElement(trigger)} />
      <Base.Portal>
        <Base.Positioner align={align} sideOffset={6} collisionPadding={8} className="z-50">
          <Base.Popup className={cn(menuPopupClass, "max-w-80 p-4", className)}>
            <Base.Title className={cn("mb-1 text-sm", hideTitle && "sr-only")}>{title}</Base.Title>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
