"use client";

import type { ReactNode } from "react";
import { Checkbox, RadioCard, RadioGroup, Switch } from "../ui/choice";
import { ErrorText, fieldIds } from "../ui/field-layout";
import { SegmentedRadios, type SegmentOption } from "../ui/segmented";
import { useField } from "./form-context.client";

type BoxProps = {
  name: string;
  label: ReactNode;
  help?: ReactNode;
  value?: string;
  defaultChecked?: boolean;
  required?: boolean;
  disabled?: boolean;
  className?: string;
  onCheckedChange?: (checked: boolean) => void;
};

/** After an answer of the server an unticked box is simply absent from what was sent. */
function useBox({ name, value = "on", defaultChecked }: BoxProps) {
  const field = useField(name);
  const checked = field.typedValues ? field.typedValues.includes(value) : defaultChecked;
  const props = {
    id: value === "on" ? field.id : `${field.id}-${value}`,
    name,
    value,
    defaultChecked: checked,
    "aria-invalid": field.invalid || undefined,
    "aria-describedby": field.describedBy,
  };
  return { field, props };
}

function BoxField({ as: Box, ...props }: BoxProps & { as: typeof Checkbox | typeof Switch }) {
  const { field, props: bound } = useBox(props);
  return (
    <div className={props.className}>
      <Box
        {...bound}
        label={props.label}
        help={props.help}
        disabled={props.disabled}
        aria-required={props.required || undefined}
        onChange={(event) => props.onCheckedChange?.(event.target.checked)}
      />
      {field.error ? <ErrorText id={fieldIds(field.id).error}>{field.error}</ErrorText> : null}
    </div>
  );
}

export function CheckboxField(props: BoxProps) {
  return <BoxField as={Checkbox} {...props} />;
}

export function SwitchField(props: BoxProps) {
  return <BoxField as={Switch} {...props} />;
}

type GroupProps = {
  name: string;
  legend: ReactNode;
  hideLegend?: boolean;
  required?: boolean;
  help?: ReactNode;
  defaultValue?: string;
  columns?: 1 | 2 | 3;
  className?: string;
  onValueChange?: (value: string) => void;
};

export type ChoiceOption = {
  value: string;
  title: ReactNode;
  description?: ReactNode;
  meta?: ReactNode;
  media?: ReactNode;
  disabled?: boolean;
};

/** Radios with an explanation each. */
export function RadioCardsField({ options, ...props }: GroupProps & { options: readonly ChoiceOption[] }) {
  const { name, defaultValue, onValueChange, ...group } = props;
  const field = useField(name, { defaultValue });
  return (
    <RadioGroup {...group} id={field.id} error={field.error}>
      {options.map(({ value, ...option }) => (
        <RadioCard
          key={value}
          {...option}
          name={name}
          value={value}
          defaultChecked={value === field.defaultValue}
          aria-invalid={field.invalid || undefined}
          onChange={() => onValueChange?.(value)}
        />
      ))}
    </RadioGroup>
  );
}

/** Two to four short words, one of which is chosen. */
export function SegmentedField({ options, ...props }: GroupProps & { options: readonly SegmentOption[] }) {
  const { name, defaultValue, onValueChange, columns: _, ...group } = props;
  const field = useField(name, { defaultValue });
  return (
    <RadioGroup {...group} id={field.id} error={field.error}>
      <SegmentedRadios
        name={name}
        options={options}
        defaultValue={field.defaultValue}
        invalid={field.invalid}
        onSelect={onValueChange}
      />
    </RadioGroup>
  );
}
