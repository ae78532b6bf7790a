import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";

/** Ids of what belongs to a control, so that its description can be named from anywhere. */
export function fieldIds(id: string): { help: string; error: string } {
  return { help: `${id}-help`, error: `${id}-error` };
}

export function ErrorText({
  id,
  className,
  children,
}: {
  id?: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    <p id={id} className={cn("flex items-start gap-1.5 text-xs font-medium text-danger-text", className)}>
      <CircleAlert aria-hidden className="mt-0.5 size-3.5" />
      <span>{children}</span>
    </p>
  );
}

/** Label above, control, help under it; an error takes the place of the help and keeps it reachable. */
export function FieldLayout({
  id,
  label,
  hideLabel,
  required,
  optional,
  help,
  error,
  action,
  className,
  children,
}: {
  id: string;
  label: ReactNode;
  hideLabel?: boolean;
  required?: boolean;
  /** The word for "optional" where most fields are required. */
  optional?: ReactNode;
  help?: ReactNode;
  error?: ReactNode;
  /** At the end of the label's line, for example a link. */
  action?: ReactNode;
  className?: string;
  children: ReactNode;
}) {
  const ids = fieldIds(id);
  return (
    <div className={cn("flex min-w-0 flex-col gap-1.5", className)}>
      <div className={cn("flex items-baseline justify-between gap-3", hideLabel && !action && "sr-only")}>
        <label htmlFor={id} className={cn("text-sm font-medium", hideLabel && "sr-only")}>
          {label}
          {required ? (
            <span aria-hidden className="ms-0.5 text-danger-text">
              *
            </span>
          ) : null}
          {optional ? <span className="font-normal text-fg-muted"> {optional}</span> : null}
        </label>
        {action}
      </div>
      {children}
      {error ? <ErrorText id={ids.error}>{error}</ErrorText> : null}
      {help ? (
        <p id={ids.help} className={cn("text-xs text-fg-muted", error && "sr-only")}>
          {help}
        </p>
      ) : null}
    </div>
  );
}
