import { CalendarPlus, ChevronDown, Download, ExternalLink } from "lucide-react";
import { useTranslations } from "next-intl";
import type { CalendarLinks } from "@/lib/calendars/rules";
import { type ButtonSize, buttonClass } from "../ui/button";
import { DisclosureMenu } from "../ui/disclosure-menu.client";
import { disclosureItemClass } from "../ui/menu-look";

/** The file first: the calendars of the web cannot take everything that it says. Works without scripts. */
export function AddToCalendar({
  file,
  links,
  size = 44,
  block,
  align = "start",
}: {
  file: string;
  links: CalendarLinks;
  size?: ButtonSize;
  block?: boolean;
  align?: "start" | "end";
}) {
  const t = useTranslations("public.calendar");
  const others = ["google", "outlook", "office365", "yahoo"] as const;
  return (
    <DisclosureMenu
      align={align}
      className={block ? "w-full" : "inline-block"}
      summaryClassName={buttonClass({ size, block })}
      summary={
        <>
          <CalendarPlus aria-hidden />
          {t("add")}
          <ChevronDown aria-hidden className="size-3.5" />
        </>
      }
    >
      <ul>
        <li>
          <a href={file} download className={disclosureItemClass}>
            <Download aria-hidden />
            {t("file")}
          </a>
        </li>
        {others.map((name) => (
          <li key={name}>
            <a href={links[name]} target="_blank" rel="noopener noreferrer" className={disclosureItemClass}>
              <ExternalLink aria-hidden />
              {t(name)}
            </a>
          </li>
        ))}
      </ul>
    </DisclosureMenu>
  );
}
