import type { ReactNode } from "react";
import { cn } from "./cn";

/** A row of filters and view buttons. On phones it scrolls sideways instead of growing. */
export function Toolbar({
  label,
  className,
  children,
}: {
  label: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form answers
    <div
      role="group"
      aria-label={label}
      className={cn(
        "chrome flex flex-wrap items-center gap-2 scroll-quiet phone:-mx-4 phone:flex-nowrap phone:*:shrink-0 phone:[&>search]:w-50 phone:overflow-x-auto phone:px-4 phone:py-0.5",
        className,
      )}
    >
      {children}
    </div>
  );
}
