import { Check, Minus } from "lucide-react";
import type { InputHTMLAttributes, ReactNode, Ref } from "react";
import { cn } from "./cn";
import { ErrorText, fieldIds } from "./field-layout";

type NativeProps = Omit<InputHTMLAttributes<HTMLInputElement>, "type" | "size">;
type LabelProps = { label: ReactNode; help?: ReactNode; hideLabel?: boolean };

const row =
  "relative flex items-start gap-2.5 text-sm touch:min-h-11 touch:py-2.5 touch:text-base has-disabled:text-fg-muted";
const box =
  "peer size-4 shrink-0 appearance-none border-[1.5px] border-border-strong bg-surface checked:border-primary focus-visible:outline-offset-2 aria-invalid:border-danger disabled:bg-sunken forced-colors:appearance-auto touch:size-5";
const sign = "pointer-events-none absolute inset-0 m-auto size-3 stroke-3 text-primary-fg touch:size-3.5";

function Words({ label, help, hideLabel }: LabelProps) {
  return (
    <span className={cn("min-w-0", hideLabel && "sr-only")}>
      {label}
      {help ? <span className="block text-xs text-fg-muted">{help}</span> : null}
    </span>
  );
}

/** The dash of "some of them" shows when a script sets `indeterminate`: see MixedCheckbox. */
export function Checkbox({
  label,
  help,
  hideLabel,
  className,
  ...rest
}: NativeProps & LabelProps & { ref?: Ref<HTMLInputElement> }) {
  return (
    <label className={cn(row, className)}>
      <span className="relative mt-0.5 inline-flex shrink-0 touch:mt-px">
        <input
          {...rest}
          type="checkbox"
          className={cn(
            box,
            "rounded-xs checked:bg-primary indeterminate:border-primary indeterminate:bg-primary",
          )}
        />
        <Check
          aria-hidden
          className={cn(sign, "hidden peer-checked:block peer-indeterminate:hidden forced-colors:hidden")}
        />
        <Minus aria-hidden className={cn(sign, "hidden peer-indeterminate:block forced-colors:hidden")} />
      </span>
      <Words {...{ label, help, hideLabel }} />
    </label>
  );
}

const dot = "rounded-full focus-visible:rounded-full checked:border-[5px] touch:checked:border-[6px]";

export type RadioCardProps = Omit<NativeProps, "title"> & {
  title: ReactNode;
  description?: ReactNode;
  meta?: ReactNode;
  /** A small drawing of what the choice means. */
  media?: ReactNode;
};

/** A choice with room for an explanation. The whole card is the target. */
export function RadioCard({ title, description, meta, media, className, ...rest }: RadioCardProps) {
  return (
    <label
      data-surface
      className={cn(
        "relative flex flex-col gap-0.5 rounded-[10px] bg-surface p-3 pe-9 text-sm shadow-[inset_0_0_0_1px_var(--border)] transition-shadow duration-fast",
        "hover:shadow-[inset_0_0_0_1px_var(--border-strong)] has-checked:shadow-[inset_0_0_0_2px_var(--primary)]",
        "has-aria-invalid:shadow-[inset_0_0_0_1px_var(--danger)] has-disabled:text-fg-muted touch:min-h-11",
        className,
      )}
    >
      <input {...rest} type="radio" className={cn(box, dot, "absolute end-3 top-3")} />
      {media ? (
        <span aria-hidden className="mb-1.5 text-border-strong in-[:has(>input:checked)]:text-primary">
          {media}
        </span>
      ) : null}
      <span className="font-medium">{title}</span>
      {description ? <span className="text-xs text-fg-muted">{description}</span> : null}
      {meta ? <span className="text-2xs text-fg-subtle">{meta}</span> : null}
    </label>
  );
}

/** Names a group of radios or boxes, with its help and error. */
export function RadioGroup({
  id,
  legend,
  hideLegend,
  required,
  help,
  error,
  columns = 1,
  className,
  children,
}: {
  id: string;
  legend: ReactNode;
  hideLegend?: boolean;
  required?: boolean;
  help?: ReactNode;
  error?: ReactNode;
  columns?: 1 | 2 | 3;
  className?: string;
  children: ReactNode;
}) {
  const ids = fieldIds(id);
  const grid = { 1: "", 2: "sm:grid-cols-2", 3: "sm:grid-cols-3" }[columns];
  return (
    <fieldset
      id={id}
      tabIndex={-1}
      aria-describedby={cn(help && ids.help, error && ids.error) || undefined}
      className={cn("min-w-0", className)}
    >
      <legend className={cn("text-sm font-medium", hideLegend && "sr-only")}>
        {legend}
        {required ? <RequiredMark /> : null}
      </legend>
      {help ? (
        <p id={ids.help} className="mt-0.5 text-xs text-fg-muted">
          {help}
        </p>
      ) : null}
      {error ? <ErrorText id={ids.error}>{error}</ErrorText> : null}
      <div className={cn("mt-2 grid gap-2.5", grid)}>{children}</div>
    </fieldset>
  );
}

function RequiredMark() {
  return (
    <span aria-hidden className="ms-0.5 text-danger-text">
      *
    </span>
  );
}

/** On or off, at once understood as a setting. A check box underneath, so that it works without scripts. */
export function Switch({ label, help, hideLabel, className, ...rest }: NativeProps & LabelProps) {
  return (
    <label className={cn(row, className)}>
      <span className="relative inline-flex shrink-0">
        <input
          {...rest}
          type="checkbox"
          // biome-ignore lint/a11y/useAriaPropsForRole: the native box says itself whether it is checked
          role="switch"
          className="peer h-5 w-8 appearance-none rounded-full bg-border-strong transition-colors duration-fast checked:bg-primary focus-visible:rounded-full disabled:opacity-55 forced-colors:appearance-auto touch:h-6 touch:w-10"
        />
        <span
          aria-hidden
          className="pointer-events-none absolute inset-y-0 start-0.5 my-auto size-4 rounded-full bg-white transition-[inset-inline-start] duration-fast peer-checked:start-3.5 dark:peer-checked:bg-primary-fg forced-colors:hidden touch:size-5 touch:peer-checked:start-4.5"
        />
      </span>
      <Words {...{ label, help, hideLabel }} />
    </label>
  );
}
