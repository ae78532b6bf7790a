"use client";

import { useFormSaved } from "@/components/forms/form-context.client";
import { Note } from "@/components/ui/banner";
import { useSettled } from "@/components/ui/use-settled.client";

/** Says it in the page where no script can show a toast. */
export function SavedNote({ text }: { text: string }) {
  const isSaved = useFormSaved();
  const hasScripts = useSettled();
  if (!isSaved || hasScripts) return null;
  return (
    <div className="mb-4">
      <Note tone="success">{text}</Note>
    </div>
  );
}
