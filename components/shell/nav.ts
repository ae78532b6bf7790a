import type { ReactNode } from "react";

export type NavItem = {
  href: string;
  label: string;
  /** For the narrow places of a phone's tab bar, where the label is too long. */
  short?: string;
  icon: ReactNode;
  /** New things there, and the words for them. */
  count?: number;
  countLabel?: string;
  /** Current only on this very page, not below it. */
  exact?: boolean;
};

export type NavGroup = { label: string; items: readonly NavItem[] };

/** The entry a path belongs to: the longest address that the path starts with. */
export function currentHref(items: readonly NavItem[], path: string): string | undefined {
  const fits = items.filter(
    ({ href, exact }) => path === href || (!exact && href !== "/" && path.startsWith(`${href}/`)),
  );
  return fits.sort((a, b) => b.href.length - a.href.length)[0]?.href;
}

/** At most five places fit below a phone's screen; the fifth opens the rest. */
export function tabBarSplit(items: readonly NavItem[]): {
  shown: readonly NavItem[];
  more: readonly NavItem[];
} {
  return items.length <= 5 ? { shown: items, more: [] } : { shown: items.slice(0, 4), more: items.slice(4) };
}
