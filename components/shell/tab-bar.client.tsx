"use client";

import { Menu } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { CountBadge } from "../ui/badge";
import { cn } from "../ui/cn";
import { DisclosureMenu, disclosureItemClass } from "../ui/disclosure-menu.client";
import { currentHref, type NavItem, tabBarSplit } from "./nav";

const tab =
  "relative grid h-15 min-w-0 cursor-pointer content-center justify-items-center gap-0.75 text-2xs font-medium text-fg-muted no-underline focus-visible:-outline-offset-2 aria-[current=page]:text-primary-text data-current:text-primary-text [&_svg]:size-5";

/** The sections at the foot of a phone's screen. */
export function TabBar({ items }: { items: readonly NavItem[] }) {
  const t = useTranslations("shell");
  const current = currentHref(items, usePathname());
  const { shown, more } = tabBarSplit(items);
  return (
    <nav
      aria-label={t("tabBar")}
      className="chrome fixed inset-x-0 bottom-0 z-20 grid auto-cols-fr grid-flow-col border-t border-border bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {shown.map((item) => (
        <Link
          key={item.href}
          href={item.href}
          aria-current={item.href === current ? "page" : undefined}
          className={tab}
        >
          {item.icon}
          <span className="max-w-full truncate px-1">{item.short ?? item.label}</span>
          {item.count ? (
            <CountBadge
              value={item.count}
              label={item.countLabel ?? ""}
              className="absolute start-[calc(50%+5px)] top-1 px-1"
            />
          ) : null}
        </Link>
      ))}
      {more.length > 0 ? (
        <DisclosureMenu
          side="top"
          summary={
            <>
              <Menu aria-hidden />
              {t("more")}
            </>
          }
          summaryClassName={cn(tab, more.some((item) => item.href === current) && "text-primary-text")}
          className="[&>div]:end-2"
        >
          <ul>
            {more.map((item) => (
              <li key={item.href}>
                <Link
                  href={item.href}
                  aria-current={item.href === current ? "page" : undefined}
                  className={disclosureItemClass}
                >
                  {item.icon}
                  {item.label}
                </Link>
              </li>
            ))}
          </ul>
        </DisclosureMenu>
      ) : null}
    </nav>
  );
}

/** The name of the section in the head of a phone's screen. */
export function SectionTitle({ items }: { items: readonly NavItem[] }) {
  const current = currentHref(items, usePathname());
  const label = items.find((item) => item.href === current)?.label;
  return (
    <span aria-hidden className="truncate text-md font-semibold md:hidden">
      {label}
    </span>
  );
}
