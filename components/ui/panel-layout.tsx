import type { ReactNode } from "react";
import { cn } from "./cn";

/** A list and, when something is chosen, its details beside it from 1280 px. */
export function PanelLayout({ panel, children }: { panel?: ReactNode; children: ReactNode }) {
  return (
    <div
      className={cn(
        "grid grid-cols-[minmax(0,1fr)] items-start gap-6",
        panel && "xl:grid-cols-[minmax(0,1fr)_364px]",
      )}
    >
      <div className="min-w-0">{children}</div>
      {panel}
    </div>
  );
}
