import { BadgeCheck, BadgeX, CircleHelp } from "lucide-react";
import { useTranslations } from "next-intl";
import { Popover } from "@/components/ui/popover.client";
import type { Licence } from "@/lib/server/actor";
import type { Viewer } from "../list/viewer";

/** The PRO licence right below the name, with a help button that says what it is for (D03, D05–D07, D10). */
export function LicenceLine({
  licence,
  granter,
  viewer,
}: {
  licence: Licence;
  granter: string;
  viewer: Viewer;
}) {
  const t = useTranslations("home.licence");
  const { formats } = viewer;
  const until = licence.term === "temporary" ? licence.expiresAt : null;
  const when = until ? `${formats.dateTime(until)} ${formats.zoneName(until).split(",")[0]}` : "";
  const Sign = licence.term === "none" ? BadgeX : BadgeCheck;
  return (
    <p className="flex items-center gap-1.5 text-sm text-fg-muted">
      <Sign aria-hidden className={licence.term === "none" ? "text-warning-text" : "text-primary-text"} />
      <span>{licence.term === "permanent" ? t("permanent") : until ? t("until", { when }) : t("none")}</span>
      <Popover
        title={t("help")}
        trigger={{
          label: t("help"),
          icon: <CircleHelp aria-hidden className="size-3.5" />,
          iconOnly: true,
          variant: "ghost",
          size: 28,
          className: "-my-1 size-6 touch:size-9",
        }}
      >
        <div className="flex flex-col gap-2 text-sm text-fg-muted">
          <p>{t("helpTake")}</p>
          <p>{t("helpWithout")}</p>
          {until ? <p>{t("helpEnds", { when })}</p> : null}
          <p>{t("helpWho", { granter })}</p>
        </div>
      </Popover>
    </p>
  );
}
