import Link from "next/link";
import type { ReactNode } from "react";
import { cn } from "./cn";

export type Stat = { value: ReactNode; label: string; icon?: ReactNode; note?: ReactNode; href?: string };

/** Figures on one surface, cut by hairlines. */
export function StatStrip({ items, className }: { items: readonly Stat[]; className?: string }) {
  return (
    <div
      data-surface
      className={cn(
        "grid grid-flow-col auto-cols-fr overflow-hidden rounded-lg bg-surface shadow-e1 divide-x divide-border rtl:divide-x-reverse phone:grid-flow-row phone:grid-cols-2",
        items.length === 3 && "phone:grid-cols-3",
        className,
      )}
    >
      {items.map((item) => {
        const content = (
          <>
            <span className="flex items-center gap-2 text-lg font-semibold num">
              {item.icon ? <span className="text-fg-subtle">{item.icon}</span> : null}
              {item.value}
            </span>
            <span className="text-xs text-fg-muted">{item.label}</span>
            {item.note ? <span className="text-xs text-fg-subtle">{item.note}</span> : null}
          </>
        );
        const look = "flex flex-col px-3.5 py-3 text-inherit no-underline";
        return item.href ? (
          <Link
            key={item.label}
            href={item.href}
            className={cn(look, "hover:bg-hover focus-visible:-outline-offset-2")}
          >
            {content}
          </Link>
        ) : (
          <div key={item.label} className={look}>
            {content}
          </div>
        );
      })}
    </div>
  );
}
