"use client";

import { AlertDialog as Base } from "@base-ui/react/alert-dialog";
import { type FormEvent, type ReactNode, useId, useState, useTransition } from "react";
import { Button } from "./button";
import { cn } from "./cn";
import { backdropClass, dialogFooterClass, popupClass, viewportClass } from "./dialog.client";
import { Input } from "./input";
import { type TriggerSpec, triggerElement } from "./trigger.client";

export type ConfirmDialogProps = {
  title: ReactNode;
  /** What will happen and what cannot be brought back. */
  description: ReactNode;
  /** Repeats the verb of the title and names the count: "End for 187 people". */
  confirmLabel: string;
  pendingLabel?: string;
  cancelLabel: string;
  danger?: boolean;
  /** For the gravest: a word that has to be typed first. */
  typed?: { word: string; label: ReactNode; reason: string };
  trigger?: TriggerSpec;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  onConfirm?: () => void | Promise<void>;
  /** A server action; `fields` are sent with it. */
  action?: (data: FormData) => void | Promise<void>;
  fields?: Record<string, string>;
};

/** Asks once before something that cannot be undone. Everything else acts at once and offers Undo. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const {
    title,
    description,
    confirmLabel,
    pendingLabel,
    cancelLabel,
    danger = true,
    typed,
    trigger,
  } = props;
  const [ownOpen, setOwnOpen] = useState(false);
  const [word, setWord] = useState("");
  const [pending, start] = useTransition();
  const id = useId();
  const open = props.open ?? ownOpen;
  const wrongWord = typed !== undefined && squash(word) !== squash(typed.word);

  function setOpen(next: boolean) {
    if (pending && !next) return;
    if (!next) setWord("");
    setOwnOpen(next);
    props.onOpenChange?.(next);
  }

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    // A portal's events also bubble to the React parent, which may be a form itself.
    event.stopPropagation();
    if (wrongWord || pending) return;
    const data = new FormData();
    for (const [name, value] of Object.entries(props.fields ?? {})) data.set(name, value);
    start(async () => {
      await props.onConfirm?.();
      await props.action?.(data);
      setWord("");
      setOwnOpen(false);
      props.onOpenChange?.(false);
    });
  }

  return (
    <Base.Root open={open} onOpenChange={setOpen}>
      {trigger ? <Base.Trigger render={triggerElement(trigger)} /> : null}
      <Base.Portal>
        <Base.Backdrop className={backdropClass} />
        <Base.Viewport className={viewportClass}>
          <Base.Popup className={cn(popupClass, "max-w-110")}>
            <form onSubmit={submit} className="flex min-h-0 flex-col">
              <div className="min-h-0 overflow-y-auto px-5 pt-4.5 pb-4.5">
                <Base.Title className="text-lg tracking-[-0.012em]">{title}</Base.Title>
                <Base.Description className="mt-2 text-base text-fg-muted">{description}</Base.Description>
                {typed ? (
                  <div className="mt-3 flex flex-col gap-1.5">
                    <label htmlFor={id} className="text-sm font-medium">
                      {typed.label}
                    </label>
                    <Input
                      id={id}
                      value={word}
                      autoComplete="off"
                      onChange={(e) => setWord(e.target.value)}
                    />
                  </div>
                ) : null}
              </div>
              <div className={dialogFooterClass}>
                <Base.Close render={triggerElement({ label: cancelLabel })} />
                <Button
                  type="submit"
                  variant={danger ? "danger" : "primary"}
                  pending={pending}
                  pendingLabel={pendingLabel}
                  reason={wrongWord ? typed?.reason : undefined}
                >
                  {confirmLabel}
                </Button>
              </div>
            </form>
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}

/** Spaces in an ID are for the eye only. */
function squash(text: string): string {
  return text.replace(/\s+/gu, "").toLocaleLowerCase();
}
