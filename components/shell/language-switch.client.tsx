"use client";

import { Check, Languages } from "lucide-react";
import { usePathname, useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { buttonClass } from "../ui/button";
import { cn } from "../ui/cn";
import { DisclosureMenu, disclosureItemClass } from "../ui/disclosure-menu.client";

export type LanguageOption = { code: string; label: string };

/** Plain links to the same page in another language; they work without scripts and reload the page. */
export function LanguageSwitch({
  locales,
  current,
  inline,
}: {
  locales: readonly LanguageOption[];
  current: string;
  /** As rows inside another menu. */
  inline?: boolean;
}) {
  const t = useTranslations("shell");
  const path = usePathname();
  const query = useSearchParams();
  const hrefOf = (code: string) => {
    const next = new URLSearchParams(query);
    next.set("lang", code);
    return `${path}?${next}`;
  };
  const list = (
    <ul aria-label={t("language")}>
      {locales.map(({ code, label }) => (
        <li key={code}>
          <a
            href={hrefOf(code)}
            hrefLang={code}
            lang={code}
            aria-current={code === current ? "true" : undefined}
            className={disclosureItemClass}
          >
            <Check aria-hidden className={cn(code !== current && "invisible")} />
            {label}
          </a>
        </li>
      ))}
    </ul>
  );
  if (inline) return list;
  return (
    <DisclosureMenu
      summary={
        <>
          <Languages aria-hidden />
          <span className="sr-only">{t("language")} </span>
          <span className="phone:sr-only">{locales.find(({ code }) => code === current)?.label}</span>
        </>
      }
      summaryClassName={buttonClass({ variant: "ghost", className: "phone:w-11 phone:px-0" })}
    >
      {list}
    </DisclosureMenu>
  );
}
