"use client";

import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { Drawer } from "./drawer.client";
import { useEscape } from "./use-escape.client";
import { useMediaQuery } from "./use-media-query.client";
import { useSettled } from "./use-settled.client";

/**
 * Details beside a list: a sticky card on wide screens, a modal sheet below them. Both close to `closeHref`.
 * Without scripts the card simply follows the list.
 */
export function DetailsPanel({
  label,
  closeHref,
  children,
}: {
  label: string;
  closeHref: string;
  children: ReactNode;
}) {
  const wide = useMediaQuery("(width >= 80rem)");
  const phone = useMediaQuery("(width < 48rem)", false);
  const settled = useSettled();
  const router = useRouter();

  useEscape(wide, () => router.push(closeHref, { scroll: false }));

  if (!wide && settled) {
    return (
      <Drawer title={label} hideTitle closeHref={closeHref} side={phone ? "half" : "end"}>
        {children}
      </Drawer>
    );
  }
  return (
    <aside
      aria-label={label}
      data-surface
      className="rounded-lg bg-surface shadow-e1 xl:sticky xl:top-20 xl:max-h-[calc(100dvh-104px)] xl:overflow-y-auto"
    >
      {children}
    </aside>
  );
}
