import Link from "next/link";
import type { ReactNode } from "react";
import { cn } from "./cn";

export const segmentedClass =
  "inline-flex gap-0.5 rounded-md bg-sunken p-0.5 shadow-[inset_0_0_0_1px_var(--border)] phone:flex";

export const segmentClass =
  "inline-flex h-7 items-center justify-center gap-1.5 rounded-sm px-2.5 text-sm font-medium whitespace-nowrap text-fg-muted transition-colors duration-fast hover:text-fg touch:h-10 phone:flex-1";

export const segmentOn =
  "bg-raised text-fg shadow-e1 forced-colors:outline-2 forced-colors:outline-[Highlight]";

/** Views of the same thing as links; the address keeps the choice. */
export function SegmentedLinks({
  label,
  items,
  block,
  className,
}: {
  label: string;
  items: readonly { href: string; label: ReactNode; icon?: ReactNode; current?: boolean }[];
  block?: boolean;
  className?: string;
}) {
  return (
    <nav aria-label={label} className={cn(segmentedClass, block && "flex", className)}>
      {items.map((item) => (
        <Link
          key={item.href}
          href={item.href}
          scroll={false}
          aria-current={item.current ? "page" : undefined}
          className={cn(segmentClass, block && "flex-1", item.current && segmentOn)}
        >
          {item.icon}
          {item.label}
        </Link>
      ))}
    </nav>
  );
}

export type SegmentOption = { value: string; label: ReactNode; icon?: ReactNode };

/** A choice of two to four short words in a form: radios underneath, no scripts needed. */
export function SegmentedRadios({
  name,
  options,
  defaultValue,
  block,
  invalid,
  describedBy,
  onSelect,
}: {
  name: string;
  options: readonly SegmentOption[];
  defaultValue?: string;
  block?: boolean;
  invalid?: boolean;
  describedBy?: string;
  onSelect?: (value: string) => void;
}) {
  return (
    <div className={cn(segmentedClass, "w-fit phone:w-auto", block && "flex w-auto")}>
      {options.map((option) => (
        <label
          key={option.value}
          className={cn(
            segmentClass,
            "relative has-checked:bg-raised has-checked:text-fg has-checked:shadow-e1 has-focus-visible:outline-2 has-focus-visible:outline-offset-1 has-focus-visible:outline-ring",
            "forced-colors:has-checked:outline-2 forced-colors:has-checked:outline-[Highlight]",
            block && "flex-1",
          )}
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            defaultChecked={option.value === defaultValue}
            aria-invalid={invalid || undefined}
            aria-describedby={describedBy}
            onChange={onSelect ? () => onSelect(option.value) : undefined}
            className="absolute inset-0 size-full cursor-pointer appearance-none outline-none"
          />
          {option.icon}
          {option.label}
        </label>
      ))}
    </div>
  );
}
