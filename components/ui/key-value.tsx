import type { ReactNode } from "react";
import { cn } from "./cn";

/** Facts: names in the first column, values in the second. */
export function KeyValueList({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <dl
      className={cn("grid grid-cols-[minmax(5rem,6.5rem)_minmax(0,1fr)] gap-x-3 gap-y-px text-sm", className)}
    >
      {children}
    </dl>
  );
}

export function KeyValue({
  label,
  className,
  children,
}: {
  label: ReactNode;
  className?: string;
  children: ReactNode;
}) {
  return (
    <div className="contents">
      <dt className="py-1.25 text-fg-muted">{label}</dt>
      <dd
        className={cn(
          "flex min-h-7.5 min-w-0 flex-wrap items-center gap-x-1.5 py-1.25 wrap-anywhere",
          className,
        )}
      >
        {children}
      </dd>
    </div>
  );
}
