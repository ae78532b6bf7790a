"use client";

import { startTransition, useEffect } from "react";
import { type ToastOptions, useToast } from "./toast.client";

/** Shows one toast when it appears in the page, for example after a redirect. `undoAction` is a server action. */
export function ToastOnMount({
  id,
  title,
  tone,
  undoLabel,
  undoAction,
  fields,
}: {
  id: string;
  title: string;
  tone?: ToastOptions["tone"];
  undoLabel?: string;
  undoAction?: (data: FormData) => void | Promise<void>;
  fields?: Record<string, string>;
}) {
  const toast = useToast();
  // biome-ignore lint/correctness/useExhaustiveDependencies: once per id, whatever else is rendered anew
  useEffect(() => {
    const onUndo = () => {
      const data = new FormData();
      for (const [name, value] of Object.entries(fields ?? {})) data.set(name, value);
      startTransition(async () => {
        await undoAction?.(data);
      });
    };
    toast({ id, title, tone, undo: undoAction && undoLabel ? { label: undoLabel, onUndo } : undefined });
  }, [id]);
  return null;
}
