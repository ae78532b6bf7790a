"use client";

import type { ReactNode } from "react";
import { FieldLayout } from "../ui/field-layout";
import { useField } from "./form-context.client";

export type FieldFrame = {
  name: string;
  label: ReactNode;
  hideLabel?: boolean;
  required?: boolean;
  /** The word for "optional" where most fields are required. */
  optional?: ReactNode;
  help?: ReactNode;
  /** At the end of the label's line. */
  action?: ReactNode;
  className?: string;
};

/** The frame of a field for a control of your own; take its attributes from `useField(name)`. */
export function Field({ name, help, children, ...frame }: FieldFrame & { children: ReactNode }) {
  const field = useField(name, { help: Boolean(help) });
  return (
    <FieldLayout {...frame} id={field.id} help={help} error={field.error}>
      {children}
    </FieldLayout>
  );
}
