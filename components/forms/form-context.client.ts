"use client";

import { createContext, useContext } from "react";
import type { FieldErrors, FormState } from "@/lib/errors";
import { fieldIds } from "../ui/field-layout";
import { useErrorText } from "./error-text.client";

type FormContextValue = {
  /** Prefix of all element ids, so that two forms may share a page. */
  formId: string;
  errors: FieldErrors;
  values: FormState["values"];
  pending: boolean;
  /** Whether the last answer was a success. */
  saved: boolean;
  /** Changes with each answer of the server. */
  at: number;
};

export const FormContext = createContext<FormContextValue>({
  formId: "form",
  errors: {},
  values: undefined,
  pending: false,
  saved: false,
  at: 0,
});

export function fieldId(formId: string, name: string): string {
  return `${formId}-${name.replace(/[^\w-]/g, "_")}`;
}

/** Everything a control needs to be bound to the form by its name. */
export function useField(name: string, options: { help?: boolean; defaultValue?: string } = {}) {
  const { formId, errors, values, at } = useContext(FormContext);
  const textOf = useErrorText();
  const id = fieldId(formId, name);
  const ids = fieldIds(id);
  const error = errors[name];
  const typed = values?.[name];
  const describedBy = [error && ids.error, options.help && ids.help].filter(Boolean).join(" ") || undefined;
  const list = typed === undefined ? undefined : Array.isArray(typed) ? typed : [typed];
  return {
    id,
    name,
    at,
    error: error ? textOf(error) : undefined,
    invalid: error !== undefined,
    describedBy,
    /** What was typed before the server refused, otherwise the value given. */
    defaultValue: list?.[0] ?? options.defaultValue,
    /** All values sent under this name; undefined before the first answer. */
    typedValues: values ? (list ?? []) : undefined,
  };
}

export function useFormPending(): boolean {
  return useContext(FormContext).pending;
}

/** Whether the last answer of the server was a success: for pages that say so without scripts. */
export function useFormSaved(): boolean {
  return useContext(FormContext).saved;
}
