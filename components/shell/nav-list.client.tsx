"use client";

import { Tooltip } from "@base-ui/react/tooltip";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { CountBadge } from "../ui/badge";
import { TooltipPopup } from "../ui/tooltip.client";
import { useMediaQuery } from "../ui/use-media-query.client";
import { currentHref, type NavGroup, type NavItem } from "./nav";

const linkClass =
  "relative flex h-8 items-center gap-2.5 rounded-sm px-2.5 text-sm font-medium text-fg-muted no-underline transition-colors duration-fast hover:bg-hover hover:text-fg aria-[current=page]:bg-selected aria-[current=page]:text-fg [&[aria-current=page]_svg]:text-primary-text touch:h-11 md:max-lg:justify-center md:max-lg:px-0 forced-colors:aria-[current=page]:outline-2";

/** A group of the sidebar. Between 768 and 1023 px only the icons stay, with the words as tooltips. */
export function NavList({ label, items, all }: NavGroup & { all: readonly NavItem[] }) {
  const path = usePathname();
  const rail = useMediaQuery("(48rem <= width < 64rem)", false);
  const current = currentHref(all, path);
  return (
    <nav
      aria-label={label}
      className="flex flex-col gap-px [&+&]:mt-3.5 [&+&]:border-t [&+&]:border-border [&+&]:pt-3.5"
    >
      {items.map((item) => (
        <Tooltip.Root key={item.href} disabled={!rail}>
          <Tooltip.Trigger
            render={<Link href={item.href} />}
            aria-current={item.href === current ? "page" : undefined}
            className={linkClass}
          >
            {item.icon}
            <span className="min-w-0 truncate md:max-lg:sr-only">{item.label}</span>
            {item.count ? (
              <CountBadge
                value={item.count}
                label={item.countLabel ?? ""}
                className="ms-auto md:max-lg:absolute md:max-lg:end-1 md:max-lg:top-0.5 md:max-lg:px-1"
              />
            ) : null}
          </Tooltip.Trigger>
          <TooltipPopup side="inline-end">{item.label}</TooltipPopup>
        </Tooltip.Root>
      ))}
    </nav>
  );
}
