import { ChevronDown } from "lucide-react";
import type { InputHTMLAttributes, ReactNode, SelectHTMLAttributes, TextareaHTMLAttributes } from "react";
import { cn } from "./cn";

const edge =
  "w-full rounded-md border border-border-strong bg-surface text-fg hover:border-fg-subtle focus-visible:rounded-md focus-visible:border-ring focus-visible:outline-offset-0 aria-invalid:border-danger aria-invalid:shadow-[inset_0_0_0_1px_var(--danger)] [&[readonly]]:border-border [&[readonly]]:bg-sunken [&[readonly]]:text-fg-muted disabled:border-border disabled:bg-sunken disabled:text-fg-muted";

const heights = {
  32: "h-8 px-2.5 text-sm touch:h-11 touch:text-md",
  36: "h-9 px-2.5 text-base touch:h-11 touch:text-md",
  40: "h-10 px-2.5 text-base touch:h-12 touch:text-md",
  48: "h-12 px-3 text-[1.25rem] touch:h-13",
} as const;

export type ControlSize = keyof typeof heights;

export type InputProps = Omit<InputHTMLAttributes<HTMLInputElement>, "size"> & {
  size?: ControlSize;
  invalid?: boolean;
};

export function Input({ size = 36, invalid, className, ...rest }: InputProps) {
  return (
    <input
      {...rest}
      aria-invalid={invalid || rest["aria-invalid"] || undefined}
      className={cn(edge, heights[size], rest.type === "color" && "p-1", className)}
    />
  );
}

export type TextareaProps = TextareaHTMLAttributes<HTMLTextAreaElement> & { invalid?: boolean };

export function Textarea({ invalid, className, ...rest }: TextareaProps) {
  return (
    <textarea
      rows={3}
      {...rest}
      aria-invalid={invalid || rest["aria-invalid"] || undefined}
      className={cn(edge, "block min-h-18 resize-y px-2.5 py-2 text-base touch:text-md", className)}
    />
  );
}

export type SelectOption = { value: string; label: string; disabled?: boolean };

export type SelectProps = Omit<SelectHTMLAttributes<HTMLSelectElement>, "size"> & {
  size?: ControlSize;
  invalid?: boolean;
  options?: readonly SelectOption[];
  /** First, empty entry. */
  placeholder?: string;
};

/** The browser's own select: it works without scripts, with every keyboard and on every phone. */
export function SelectNative(props: SelectProps) {
  const { size = 36, invalid, options, placeholder, className, children, ...rest } = props;
  return (
    <span className={cn("relative block min-w-0", className)}>
      <select
        {...rest}
        aria-invalid={invalid || rest["aria-invalid"] || undefined}
        className={cn(edge, heights[size], "appearance-none truncate pe-8")}
      >
        {placeholder === undefined ? null : <option value="">{placeholder}</option>}
        {options?.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
        {children}
      </select>
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute inset-y-0 end-2.5 my-auto text-fg-subtle"
      />
    </span>
  );
}

/** An input with a sign before it or a small control after it. */
export function InputGroup({
  icon,
  end,
  className,
  children,
}: {
  icon?: ReactNode;
  end?: ReactNode;
  className?: string;
  children: ReactNode;
}) {
  return (
    <span
      className={cn(
        "relative flex items-center",
        icon && "[&_input]:ps-8 touch:[&_input]:ps-9",
        end && "[&_input]:pe-10 touch:[&_input]:pe-12",
        className,
      )}
    >
      {icon ? <span className="pointer-events-none absolute start-2.5 text-fg-subtle">{icon}</span> : null}
      {children}
      {end ? <span className="absolute end-1 touch:end-0">{end}</span> : null}
    </span>
  );
}
