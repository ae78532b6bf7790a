"use client";

import { Eye, EyeOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { CopyButton } from "./copy-button.client";
import { IconButton } from "./icon-button.client";

/** A PIN or similar that stays covered until asked for. `value` is in the page: only for people who may know it. */
export function RevealSecret({ value, name, copy = true }: { value: string; name: string; copy?: boolean }) {
  const t = useTranslations("ui");
  const [shown, setShown] = useState(false);
  return (
    <span className="flex min-w-0 flex-1 items-center gap-1">
      <span className="id-num min-w-0 flex-1" aria-live="polite">
        {shown ? (
          value
        ) : (
          <>
            <span aria-hidden className="tracking-[0.08em]">
              {"•".repeat(value.length)}
            </span>
            <span className="sr-only">{t("covered")}</span>
          </>
        )}
      </span>
      <IconButton
        size={28}
        name={t(shown ? "hideNamed" : "showNamed", { name })}
        icon={shown ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
        onClick={() => setShown(!shown)}
      />
      {copy ? <CopyButton iconOnly text={value} label={t("copyNamed", { name })} /> : null}
    </span>
  );
}
