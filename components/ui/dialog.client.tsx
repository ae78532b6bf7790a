"use client";

import { useRouter } from "next/navigation";
import { useSettled } from "./use-settled.client";

export const backdropClass =
  "fixed inset-0 z-40 bg-scrim transition-opacity duration-sheet data-ending-style:opacity-0 data-ending-style:duration-[160ms] data-starting-style:opacity-0";

export const popupClass =
  "relative flex max-h-[calc(100dvh-2rem)] w-full flex-col rounded-lg bg-raised text-fg shadow-e3 transition-[opacity,scale] duration-sheet data-ending-style:scale-98 data-ending-style:opacity-0 data-ending-style:duration-[160ms] data-starting-style:scale-98 data-starting-style:opacity-0 forced-colors:border";

export const viewportClass = "fixed inset-0 z-50 grid place-items-center overflow-y-auto p-4";

export const dialogFooterClass =
  "flex flex-wrap justify-end gap-2 rounded-b-lg border-t border-border bg-canvas px-5 py-3";

/** Opening state of a surface that is controlled, self-managed by its trigger, or open by address. */
export function useOpenState({
  open,
  onOpenChange,
  closeHref,
}: {
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** Open by address: closing goes there. */
  closeHref?: string;
}) {
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
