"use client";

import { Toast as Base } from "@base-ui/react/toast";
import { Check, CircleAlert, Info, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useCallback } from "react";
import { buttonClass } from "./button";
import { cn } from "./cn";
import { Kbd } from "./kbd";
import { useUndoKey } from "./use-undo-key.client";

type ToastData = { undo?: boolean; progress?: number };

export type ToastOptions = {
  /** Same id: the toast is replaced, for example while a job moves on. */
  id?: string;
  title: string;
  description?: string;
  tone?: "success" | "danger" | "info";
  /** Takes back what was done. Ctrl+Z does the same while the toast is shown. */
  undo?: { label: string; onUndo: () => void };
  action?: { label: string; onClick: () => void };
  /** 0 to 100; such a toast stays until it is replaced. */
  progress?: number;
};

const SHOWN_FOR_MS = 8000;

/** Returns a function that shows a short message. Errors that need an answer belong into the page instead. */
export function useToast() {
  const manager = Base.useToastManager<ToastData>();
  const { add, close } = manager;
  return useCallback(
    ({ id, title, description, tone = "success", undo, action, progress }: ToastOptions) => {
      const press = undo ? undo.onUndo : action?.onClick;
      const toastId = add({
        id,
        title,
        description,
        type: tone,
        priority: tone === "danger" ? "high" : "low",
        timeout: progress === undefined ? SHOWN_FOR_MS : 0,
        data: { undo: Boolean(undo), progress },
        actionProps: press
          ? {
              children: undo ? (
                <>
                  {undo.label}
                  <Kbd className="phone:hidden">Ctrl Z</Kbd>
                </>
              ) : (
                action?.label
              ),
              onClick: () => {
                close(toastId);
                press();
              },
            }
          : undefined,
      });
      return toastId;
    },
    [add, close],
  );
}

export function ToastProvider({ children }: { children: ReactNode }) {
  return (
    <Base.Provider timeout={SHOWN_FOR_MS} limit={3}>
      {children}
      <ToastRegion />
    </Base.Provider>
  );
}

const signs = { success: Check, danger: CircleAlert, info: Info } as const;

function ToastRegion() {
  const t = useTranslations("ui");
  const { toasts } = Base.useToastManager<ToastData>();
  useUndoKey(toasts.find((toast) => toast.data?.undo)?.actionProps?.onClick);
  return (
    <Base.Portal>
      <Base.Viewport
        aria-label={t("notifications")}
        className="chrome fixed start-4 bottom-4 z-60 flex w-[min(26rem,calc(100vw-2rem))] flex-col gap-2 outline-none phone:bottom-[calc(76px+env(safe-area-inset-bottom))]"
      >
        {toasts.map((toast) => {
          const Sign = signs[(toast.type ?? "success") as keyof typeof signs] ?? Check;
          return (
            <Base.Root
              key={toast.id}
              toast={toast}
              swipeDirection={["down", "left"]}
              className="rounded-md bg-raised text-sm text-fg shadow-e3 transition-[opacity,translate] duration-menu data-ending-style:opacity-0 data-limited:hidden data-starting-style:translate-y-1 data-starting-style:opacity-0 forced-colors:border"
            >
              <Base.Content className="flex items-center gap-2.5 py-1.5 ps-3.5 pe-1.5">
                <Sign
                  aria-hidden
                  className={cn(toast.type === "danger" ? "text-danger-text" : "text-success-text")}
                />
                <div className="min-w-0 flex-1 py-1">
                  <Base.Title className="text-sm font-normal" render={<p />} />
                  {toast.description ? <Base.Description className="text-xs text-fg-muted" /> : null}
                  {toast.data?.progress === undefined ? null : (
                    <span className="mt-1.5 block h-1 overflow-hidden rounded-full bg-track">
                      <span
                        data-fill
                        className="block h-full bg-primary"
                        style={{ inlineSize: `${toast.data.progress}%` }}
                      />
                    </span>
                  )}
                </div>
                {toast.actionProps ? (
                  <Base.Action className={buttonClass({ variant: "ghost", className: "text-fg" })} />
                ) : null}
                <Base.Close
                  aria-label={t("dismiss")}
                  className={buttonClass({ variant: "ghost", className: "w-8 p-0 touch:w-11 touch:px-0" })}
                >
                  <X aria-hidden />
                </Base.Close>
              </Base.Content>
            </Base.Root>
          );
        })}
      </Base.Viewport>
    </Base.Portal>
  );
}
