"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";
import { Banner, type BannerProps } from "./banner";
import { IconButton } from "./icon-button.client";

const CHANGED = "foyer:banner";

function subscribe(notify: () => void) {
  window.addEventListener(CHANGED, notify);
  return () => window.removeEventListener(CHANGED, notify);
}

/** A banner that can be put away until the browser is closed. `id` is what is remembered. */
export function DismissibleBanner({ id, actions, ...rest }: BannerProps & { id: string }) {
  const t = useTranslations("ui");
  const key = `banner:${id}`;
  const hidden = useSyncExternalStore(
    subscribe,
    () => sessionStorage.getItem(key) === "1",
    () => false,
  );
  if (hidden) return null;
  return (
    <Banner
      {...rest}
      actions={
        <>
          {actions}
          <IconButton
            name={t("dismiss")}
            icon={<X aria-hidden />}
            onClick={() => {
              sessionStorage.setItem(key, "1");
              window.dispatchEvent(new Event(CHANGED));
            }}
          />
        </>
      }
    />
  );
}
