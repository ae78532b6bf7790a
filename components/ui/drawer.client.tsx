"use client";

import { useDirection } from "@base-ui/react/direction-provider";
import { Drawer as Base } from "@base-ui/react/drawer";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { useOpenState } from "./dialog.client";
import { type TriggerSpec, triggerElement } from "./trigger.client";
import { useMediaQuery } from "./use-media-query.client";

const backdrop =
  "fixed inset-0 z-40 bg-scrim opacity-[calc(1-var(--drawer-swipe-progress,0))] transition-opacity duration-sheet data-ending-style:opacity-0 data-starting-style:opacity-0 data-swiping:duration-0";

const HALF = [0.64, 0.94];

const sheet = {
  bottom: cn(
    "max-h-[92dvh] w-full rounded-t-[18px] pb-[env(safe-area-inset-bottom)]",
    "translate-y-(--drawer-swipe-movement-y) data-ending-style:translate-y-full data-starting-style:translate-y-full",
  ),
  // As tall as it can get; what is not shown yet lies below the screen, and the padding keeps its end reachable.
  half: cn(
    "h-[94dvh] w-full rounded-t-[18px] pb-[max(env(safe-area-inset-bottom),calc(var(--drawer-snap-point-offset)+var(--drawer-swipe-movement-y)))]",
    "translate-y-[calc(var(--drawer-snap-point-offset)+var(--drawer-swipe-movement-y))] data-ending-style:translate-y-full data-starting-style:translate-y-full",
  ),
  end: cn(
    "h-full w-full max-w-105 sm:rounded-s-xl",
    "translate-x-(--drawer-swipe-movement-x) data-ending-style:translate-x-full data-starting-style:translate-x-full rtl:data-ending-style:-translate-x-full rtl:data-starting-style:-translate-x-full",
  ),
} as const;

export type DrawerProps = {
  title: ReactNode;
  hideTitle?: boolean;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  trigger?: TriggerSpec;
  closeHref?: string;
  /** By default from below on phones, from the end elsewhere. `half` opens at 64 % and can be drawn up. */
  side?: keyof typeof sheet;
  footer?: ReactNode;
  className?: string;
  children: ReactNode;
};

/** A modal sheet: from the bottom on phones, from the end of the line on request. Swipe, Esc and the button close it. */
export function Drawer(props: DrawerProps) {
  const { title, hideTitle, trigger, footer, className, children } = props;
  const t = useTranslations("ui");
  const state = useOpenState(props);
  const phone = useMediaQuery("(width < 48rem)", false);
  const side = props.side ?? (phone ? "bottom" : "end");
  const away = useDirection() === "rtl" ? "left" : "right";
  const fromBelow = side !== "end";
  return (
    <Base.Root
      open={state.open}
      onOpenChange={state.onOpenChange}
      swipeDirection={fromBelow ? "down" : away}
      snapPoints={side === "half" ? HALF : undefined}
    >
      {trigger ? <Base.Trigger render={triggerElement(trigger)} /> : null}
      <Base.Portal>
        <Base.Backdrop className={cn(backdrop, side === "half" && "opacity-100")} />
        <Base.Viewport className={cn("fixed inset-0 z-50 flex", fromBelow ? "items-end" : "justify-end")}>
          <Base.Popup
            className={cn(
              "flex flex-col overflow-hidden bg-surface text-fg shadow-e3 outline-none transition-transform duration-sheet ease-standard data-ending-style:duration-[160ms] data-swiping:duration-0 forced-colors:border",
              sheet[side],
              className,
            )}
          >
            {fromBelow ? (
              <span aria-hidden className="mx-auto mt-2 h-1 w-9 shrink-0 rounded-full bg-border-strong" />
            ) : null}
            <div
              className={cn("flex items-center gap-2 px-4 pt-2", hideTitle && "absolute end-0 top-2 z-10")}
            >
              <Base.Title className={cn("min-w-0 flex-1 text-md", hideTitle && "sr-only")}>
                {title}
              </Base.Title>
              <Base.Close
                aria-label={t("close")}
                className="-me-2 grid size-8 place-items-center rounded-md text-fg-muted hover:bg-hover hover:text-fg touch:size-11"
              >
                <X aria-hidden />
              </Base.Close>
            </div>
            <Base.Content className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
              {children}
            </Base.Content>
            {footer ? <div className="border-t border-border bg-canvas px-4 py-3">{footer}</div> : null}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}
