"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { type TriggerSpec, triggerElement } from "./trigger.client";
import { useSettled } from "./use-settled.client";

export const backdropClass =
  "fixed inset-0 z-40 bg-scrim transition-opacity duration-sheet data-ending-style:opacity-0 data-ending-style:duration-[160ms] data-starting-style:opacity-0";

export const popupClass =
  "relative flex max-h-[calc(100dvh-2rem)] w-full flex-col rounded-lg bg-raised text-fg shadow-e3 transition-[opacity,scale] duration-sheet data-ending-style:scale-98 data-ending-style:opacity-0 data-ending-style:duration-[160ms] data-starting-style:scale-98 data-starting-style:opacity-0 forced-colors:border";

export const viewportClass = "fixed inset-0 z-50 grid place-items-center overflow-y-auto p-4";

export const dialogFooterClass =
  "flex flex-wrap justify-end gap-2 rounded-b-lg border-t border-border bg-canvas px-5 py-3";

const widths = { sm: "max-w-110", md: "max-w-140", lg: "max-w-200" } as const;

export type DialogProps = {
  title: ReactNode;
  description?: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  trigger?: TriggerSpec;
  /** Open by address: closing goes there. */
  closeHref?: string;
  size?: keyof typeof widths;
  footer?: ReactNode;
  children?: ReactNode;
};

/** Opening state of a surface that is controlled, self-managed by its trigger, or open by address. */
export function useOpenState({
  open,
  onOpenChange,
  closeHref,
}: Pick<DialogProps, "open" | "onOpenChange" | "closeHref">) {
  const router = useRouter();
  const settled = useSettled();
  const byAddress = closeHref !== undefined;
  return {
    open: byAddress ? settled && (open ?? true) : open,
    onOpenChange: (next: boolean) => {
      onOpenChange?.(next);
      if (!next && byAddress) router.push(closeHref, { scroll: false });
    },
  };
}

export function Dialog(props: DialogProps) {
  const { title, description, trigger, size = "md", footer, children } = props;
  const t = useTranslations("ui");
  const state = useOpenState(props);
  return (
    <Base.Root open={state.open} onOpenChange={state.onOpenChange}>
      {trigger ? <Base.Trigger render={triggerElement(trigger)} /> : null}
      <Base.Portal>
        <Base.Backdrop className={backdropClass} />
        <Base.Viewport className={viewportClass}>
          <Base.Popup className={cn(popupClass, widths[size])}>
            <div className="flex items-start gap-3 px-5 pt-4.5">
              <div className="min-w-0 flex-1">
                <Base.Title className="text-lg tracking-[-0.012em]">{title}</Base.Title>
                {description ? (
                  <Base.Description className="mt-1 text-base text-fg-muted">{description}</Base.Description>
                ) : null}
              </div>
              <Base.Close
                aria-label={t("close")}
                className="-me-2 grid size-8 place-items-center rounded-md text-fg-muted hover:bg-hover hover:text-fg touch:size-11"
              >
                <X aria-hidden />
              </Base.Close>
            </div>
            <div className="min-h-0 overflow-y-auto px-5 py-4">{children}</div>
            {footer ? <div className={dialogFooterClass}>{footer}</div> : null}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}

/** A button inside a dialog or drawer that closes it. */
export function DialogClose({ children, className }: { children: ReactNode; className?: string }) {
  return <Base.Close render={triggerElement({ label: "", className })}>{children}</Base.Close>;
}
