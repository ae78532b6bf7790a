"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import {
  Input,
  InputGroup,
  type InputProps,
  SelectNative,
  type SelectProps,
  Textarea,
  type TextareaProps,
} from "../ui/input";
import { PasswordInput } from "../ui/password-input.client";
import { Field, type FieldFrame } from "./field.client";
import { useField } from "./form-context.client";

type Own<P> = FieldFrame & Omit<P, keyof FieldFrame | "id" | "invalid" | "value" | "defaultValue">;

/** Splits what the frame shows from what the control takes. */
function frameOf<P extends FieldFrame>(props: P) {
  const { name, label, hideLabel, required, optional, help, action, className, ...control } = props;
  return [{ name, label, hideLabel, required, optional, help, action, className }, control] as const;
}

function boundTo(field: ReturnType<typeof useField>, required?: boolean) {
  return {
    id: field.id,
    name: field.name,
    invalid: field.invalid,
    "aria-describedby": field.describedBy,
    "aria-required": required || undefined,
  };
}

export type TextFieldProps = Own<InputProps> & {
  defaultValue?: string;
  icon?: ReactNode;
  suffix?: ReactNode;
  /** Shows how many of `maxLength` characters are used. */
  counter?: boolean;
};

export function TextField(props: TextFieldProps) {
  const [frame, { defaultValue, icon, suffix, counter, ...control }] = frameOf(props);
  const field = useField(frame.name, { defaultValue, help: Boolean(frame.help || counter) });
  const [used, setUsed] = useState(field.defaultValue?.length ?? 0);
  const input = (
    <Input
      {...control}
      {...boundTo(field, frame.required)}
      defaultValue={field.defaultValue}
      onInput={counter ? (event) => setUsed(event.currentTarget.value.length) : control.onInput}
    />
  );
  const help = counter ? <Used used={used} max={control.maxLength} help={frame.help} /> : frame.help;
  return (
    <Field {...frame} help={help}>
      {icon || suffix ? (
        <InputGroup icon={icon} end={suffix}>
          {input}
        </InputGroup>
      ) : (
        input
      )}
    </Field>
  );
}

function Used({ used, max, help }: { used: number; max?: number; help?: ReactNode }) {
  const t = useTranslations("ui");
  return (
    <>
      {help ? <>{help} </> : null}
      <span className="num">{t("characters", { used, max: max ?? 0 })}</span>
    </>
  );
}

/** Never filled again after an answer of the server, and emptied when it refuses. */
export function PasswordField(props: Own<InputProps>) {
  const [frame, control] = frameOf(props);
  const field = useField(frame.name, { help: Boolean(frame.help) });
  return (
    <Field {...frame}>
      <PasswordInput {...control} {...boundTo(field, frame.required)} data-secret="" />
    </Field>
  );
}

export function TextareaField(props: Own<TextareaProps> & { defaultValue?: string; counter?: boolean }) {
  const [frame, { defaultValue, counter, ...control }] = frameOf(props);
  const field = useField(frame.name, { defaultValue, help: Boolean(frame.help || counter) });
  const [used, setUsed] = useState(field.defaultValue?.length ?? 0);
  const help = counter ? <Used used={used} max={control.maxLength} help={frame.help} /> : frame.help;
  return (
    <Field {...frame} help={help}>
      <Textarea
        {...control}
        {...boundTo(field, frame.required)}
        defaultValue={field.defaultValue}
        onInput={counter ? (event) => setUsed(event.currentTarget.value.length) : control.onInput}
      />
    </Field>
  );
}

export function SelectField(props: Own<SelectProps> & { defaultValue?: string }) {
  const [frame, { defaultValue, ...control }] = frameOf(props);
  const field = useField(frame.name, { defaultValue, help: Boolean(frame.help) });
  return (
    <Field {...frame}>
      <SelectNative {...control} {...boundTo(field, frame.required)} defaultValue={field.defaultValue} />
    </Field>
  );
}
