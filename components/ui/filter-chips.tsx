import { Plus, X } from "lucide-react";
import Link from "next/link";
import { cn } from "./cn";

export type FilterChipItem = {
  href: string;
  label: string;
  on?: boolean;
};

/** A filter as a link: on it carries a cross, off a plus. The address keeps it, so Back and sharing work. */
function FilterChip({ href, label, on }: FilterChipItem) {
  const Sign = on ? X : Plus;
  return (
    <Link
      href={href}
      scroll={false}
      aria-current={on ? "true" : undefined}
      className={cn(
        "inline-flex h-7 shrink-0 items-center gap-1.5 rounded-sm border border-dashed border-border-strong px-2.5 text-xs font-medium whitespace-nowrap text-fg-muted no-underline hover:text-fg touch:h-11 touch:px-3 touch:text-sm",
        on &&
          "flex-row-reverse border-solid border-transparent bg-primary-soft text-primary-text hover:text-primary-text",
      )}
    >
      <Sign aria-hidden className="size-3.5" />
      {label}
    </Link>
  );
}

export function FilterChips({ label, items }: { label: string; items: readonly FilterChipItem[] }) {
  return (
    <ul aria-label={label} className="flex gap-2">
      {items.map((item) => (
        <li key={item.label}>
          <FilterChip {...item} />
        </li>
      ))}
    </ul>
  );
}
