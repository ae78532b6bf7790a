import { ChevronLeft, ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./button";

/** Steps through a long list by key: there are neighbours, not page numbers. */
export function Pager({
  label,
  newerHref,
  olderHref,
  newerLabel,
  olderLabel,
  summary,
}: {
  label: string;
  newerHref?: string;
  olderHref?: string;
  newerLabel: string;
  olderLabel: string;
  summary?: ReactNode;
}) {
  if (!newerHref && !olderHref && !summary) return null;
  return (
    <nav
      aria-label={label}
      className="chrome flex flex-wrap items-center gap-2 px-4 py-3 text-xs text-fg-muted num"
    >
      <span className="me-auto">{summary}</span>
      {newerHref ? (
        <Button href={newerHref} icon={<ChevronLeft aria-hidden className="rtl:rotate-180" />}>
          {newerLabel}
        </Button>
      ) : null}
      {olderHref ? (
        <Button href={olderHref} iconEnd={<ChevronRight aria-hidden className="rtl:rotate-180" />}>
          {olderLabel}
        </Button>
      ) : null}
    </nav>
  );
}
