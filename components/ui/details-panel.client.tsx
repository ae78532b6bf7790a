"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useEffect } from "react";
import { Drawer } from "./drawer.client";
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

  useEffect(() => {
    if (!wide) return;
    function onKey(event: globalThis.KeyboardEvent) {
      if (event.key !== "Escape" || event.defaultPrevented || inEditable(event.target)) return;
      if (document.querySelector("[role=dialog],[role=alertdialog],[role=menu]")) return;
      router.push(closeHref, { scroll: false });
    }
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [wide, closeHref, router]);

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

function inEditable(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input,select,textarea,[contenteditable]");
}
