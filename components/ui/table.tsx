import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";
import Link from "next/link";
import type { HTMLAttributes, ReactNode, TdHTMLAttributes, ThHTMLAttributes } from "react";
import { cn } from "./cn";

/**
 * A table in its own scroller, which the keyboard can reach. With `stack`, rows become two-line entries on phones:
 * cells marked `primary` head the entry, others follow with their column's name (`label`) before them.
 */
export function Table({
  caption,
  stack,
  className,
  children,
}: {
  /** Names the table; heard, not seen. */
  caption: string;
  stack?: boolean;
  className?: string;
  children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a section would read as part of the outline
    <div
      role="region"
      aria-label={caption}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroller must be reachable by keyboard
      tabIndex={0}
      className={cn("overflow-x-auto rounded-[inherit]", className)}
    >
      <table
        data-stack={stack || undefined}
        className={cn(
          "group/table w-full border-separate border-spacing-0 text-sm",
          stack && "phone:block phone:[&_tbody]:block",
        )}
      >
        <caption className="sr-only">{caption}</caption>
        {children}
      </table>
    </div>
  );
}

export function THead({ children }: { children: ReactNode }) {
  return <thead className="phone:group-data-stack/table:sr-only">{children}</thead>;
}

export function TBody({ children }: { children: ReactNode }) {
  return <tbody>{children}</tbody>;
}

export function TR({
  selected,
  className,
  ...rest
}: HTMLAttributes<HTMLTableRowElement> & { selected?: boolean }) {
  return (
    <tr
      data-selected={selected || undefined}
      className={cn(
        "group/row relative [tbody_&]:hover:bg-hover [tbody_&]:data-selected:bg-selected",
        "phone:group-data-stack/table:flex phone:group-data-stack/table:flex-wrap phone:group-data-stack/table:gap-x-3.5 phone:group-data-stack/table:border-b phone:group-data-stack/table:border-border phone:group-data-stack/table:px-4 phone:group-data-stack/table:py-2.5 phone:group-data-stack/table:last:border-b-0",
        className,
      )}
      {...rest}
    />
  );
}

type THProps = ThHTMLAttributes<HTMLTableCellElement> & {
  numeric?: boolean;
  /** State of sorting and the address that changes it. */
  sort?: "asc" | "desc" | "none";
  sortHref?: string;
};

const sortSigns = { asc: ArrowUp, desc: ArrowDown, none: ChevronsUpDown } as const;
const ariaSort = { asc: "ascending", desc: "descending", none: "none" } as const;

export function TH({ numeric, sort, sortHref, className, children, scope = "col", ...rest }: THProps) {
  const Sign = sort ? sortSigns[sort] : null;
  return (
    <th
      {...rest}
      scope={scope}
      aria-sort={sort ? ariaSort[sort] : undefined}
      className={cn(
        "sticky top-0 z-1 h-9 border-b border-border bg-surface px-3 text-start text-xs font-medium whitespace-nowrap text-fg-muted first:ps-4 last:pe-4",
        numeric && "text-end num",
        className,
      )}
    >
      {sortHref && Sign ? (
        <Link
          href={sortHref}
          scroll={false}
          className={cn("inline-flex items-center gap-1 hover:text-fg", numeric && "flex-row-reverse")}
        >
          {children}
          <Sign aria-hidden className={cn("size-3.5", sort === "none" && "text-fg-subtle")} />
        </Link>
      ) : (
        children
      )}
    </th>
  );
}

type TDProps = TdHTMLAttributes<HTMLTableCellElement> & {
  numeric?: boolean;
  /** Heads the entry on phones. */
  primary?: boolean;
  /** The column's name, shown before the value on phones. */
  label?: string;
};

export function TD({ numeric, primary, label, className, children, ...rest }: TDProps) {
  return (
    <td
      {...rest}
      className={cn(
        "h-11 border-b border-border px-3 py-1 align-middle first:ps-4 last:pe-4 group-last/row:border-b-0",
        numeric && "text-end whitespace-nowrap num",
        primary && "font-medium",
        "phone:group-data-stack/table:h-auto phone:group-data-stack/table:border-0 phone:group-data-stack/table:p-0 phone:group-data-stack/table:text-start phone:group-data-stack/table:text-xs phone:group-data-stack/table:text-fg-muted",
        primary &&
          "phone:group-data-stack/table:w-full phone:group-data-stack/table:text-base phone:group-data-stack/table:text-fg",
        className,
      )}
    >
      {label ? <span className="hidden phone:group-data-stack/table:inline">{label} </span> : null}
      {children}
    </td>
  );
}

/** A link that makes its whole row the target. One per row; other controls in the row need `relative z-1`. */
export function RowLink({
  href,
  className,
  children,
}: {
  href: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    <Link
      href={href}
      scroll={false}
      className={cn(
        "text-inherit no-underline after:absolute after:inset-0 focus-visible:-outline-offset-2",
        className,
      )}
    >
      {children}
    </Link>
  );
}
