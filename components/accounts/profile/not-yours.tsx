import { Lock } from "lucide-react";

/** What the administrators keep: why there is nothing to fill in, and who can. */
export function NotYours({ children }: { children: string }) {
  return (
    <p className="flex gap-2 text-sm text-fg-muted">
      <Lock aria-hidden className="mt-0.5 size-3.5 shrink-0" />
      {children}
    </p>
  );
}
