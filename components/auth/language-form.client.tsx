"use client";

import { Check } from "lucide-react";
import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";
import { disclosureItemClass } from "@/components/ui/disclosure-menu.client";
import { chooseLocale } from "@/lib/auth/actions";

/** The language of the profile: kept wherever this person signs in. */
export function LanguageForm({
  locales,
  current,
}: {
  locales: readonly { code: string; label: string }[];
  current: string;
}) {
  const t = useTranslations("shell");
  return (
    <form action={chooseLocale}>
      <ul aria-label={t("language")}>
        {locales.map(({ code, label }) => (
          <li key={code}>
            <button
              type="submit"
              name="locale"
              value={code}
              lang={code}
              aria-current={code === current ? "true" : undefined}
              className={disclosureItemClass}
            >
              <Check aria-hidden className={cn(code !== current && "invisible")} />
              {label}
            </button>
          </li>
        ))}
      </ul>
    </form>
  );
}
