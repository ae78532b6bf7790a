"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { ConfirmDialog } from "../ui/alert-dialog.client";

type NavigateEvent = Event & { navigationType: string; destination: { key: string } };
type Navigation = EventTarget & { traverseTo(key: string): unknown };

/** Asks before a link, Back or closing the tab throws changes away. Back is held where the browser allows it. */
export function UnsavedGuard({ active, onLeave }: { active: boolean; onLeave: () => void }) {
  const t = useTranslations("ui.form");
  const [leave, setLeave] = useState<(() => void) | null>(null);
  const allowed = useRef(false);

  useEffect(() => {
    if (!active) return;
    allowed.current = false;
    const hold = (event: BeforeUnloadEvent) => {
      if (!allowed.current) event.preventDefault();
    };
    const onClick = (event: MouseEvent) => {
      const link = linkToElsewhere(event);
      if (!link || allowed.current) return;
      event.preventDefault();
      event.stopPropagation();
      setLeave(() => () => link.click());
    };
    const navigation = (window as { navigation?: Navigation }).navigation;
    const onNavigate = (event: Event) => {
      const { navigationType, destination, cancelable } = event as NavigateEvent;
      if (navigationType !== "traverse" || !cancelable || allowed.current) return;
      event.preventDefault();
      setLeave(() => () => navigation?.traverseTo(destination.key));
    };
    window.addEventListener("beforeunload", hold);
    // On the window, in the capture phase: before the router sees the click.
    window.addEventListener("click", onClick, true);
    navigation?.addEventListener("navigate", onNavigate);
    return () => {
      window.removeEventListener("beforeunload", hold);
      window.removeEventListener("click", onClick, true);
      navigation?.removeEventListener("navigate", onNavigate);
    };
  }, [active]);

  return (
    <ConfirmDialog
      title={t("unsavedTitle")}
      description={t("unsavedBody")}
      confirmLabel={t("unsavedLeave")}
      cancelLabel={t("unsavedStay")}
      open={leave !== null}
      onOpenChange={(open) => {
        if (!open) setLeave(null);
      }}
      onConfirm={() => {
        allowed.current = true;
        onLeave();
        leave?.();
      }}
    />
  );
}

/** The link of an ordinary click that leaves this page; null for new tabs, downloads and jumps within the page. */
function linkToElsewhere(event: MouseEvent): HTMLAnchorElement | null {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!link?.href || link.target === "_blank" || link.hasAttribute("download")) return null;
  const url = new URL(link.href);
  const here =
    url.origin === location.origin && url.pathname === location.pathname && url.search === location.search;
  return here ? null : link;
}
