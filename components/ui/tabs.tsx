import Link from "next/link";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { ShowCurrent } from "./show-current.client";

export const tabListClass =
  "relative flex gap-5 overflow-x-auto scroll-quiet border-b border-border [&>*:first-child]:ms-0";

export const tabClass =
  "-mb-px inline-flex h-10 shrink-0 items-center gap-1.5 border-b-2 border-transparent text-sm font-medium whitespace-nowrap text-fg-muted hover:text-fg focus-visible:-outline-offset-2 aria-selected:border-primary aria-selected:text-fg aria-[current=page]:border-primary aria-[current=page]:text-fg touch:h-11 forced-colors:border-[Canvas] forced-colors:aria-selected:border-[Highlight] forced-colors:aria-[current=page]:border-[Highlight]";

export type TabMarks = {
  count?: number;
  /** How many fields behind this tab are wrong, and the words for it. */
  errors?: number;
  errorsLabel?: string;
  /** Unsaved changes, and the words for it. */
  dirty?: boolean;
  dirtyLabel?: string;
};

/** Dot: unsaved. Red number: errors inside. Grey number: how many entries. */
export function TabMark({ count, errors, errorsLabel, dirty, dirtyLabel }: TabMarks) {
  return (
    <>
      {count === undefined ? null : <span className="text-2xs text-fg-subtle num">{count}</span>}
      {errors ? (
        <span className="min-w-4 rounded-full bg-danger text-center text-[0.625rem] leading-4 font-semibold text-danger-fg num">
          <span aria-hidden>{errors}</span>
          <span className="sr-only">{errorsLabel}</span>
        </span>
      ) : null}
      {dirty && !errors ? (
        <span className="size-1.5 rounded-full bg-primary" data-fill>
          <span className="sr-only">{dirtyLabel}</span>
        </span>
      ) : null}
    </>
  );
}

export type LinkTab = TabMarks & { href: string; label: ReactNode; current?: boolean };

/** Tabs that are pages of their own: plain links, so that they can be shared and opened beside. */
export function LinkTabs({
  label,
  items,
  className,
}: {
  label: string;
  items: readonly LinkTab[];
  className?: string;
}) {
  return (
    <nav aria-label={label} className={cn(tabListClass, className)}>
      {items.map((item) => (
        <Link
          key={item.href}
          href={item.href}
          scroll={false}
          aria-current={item.current ? "page" : undefined}
          className={tabClass}
        >
          {item.label}
          <TabMark {...item} />
        </Link>
      ))}
      <ShowCurrent />
    </nav>
  );
}
