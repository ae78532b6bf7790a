import type { ReactNode } from "react";

/** A section that is one field: parted from its neighbours like a FormSection, but without a second name. */
export function Single({ children }: { children: ReactNode }) {
  return <div className="min-w-0 pb-6 [&+&]:border-t [&+&]:border-border [&+&]:pt-5">{children}</div>;
}
