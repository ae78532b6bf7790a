import { BadgeCheck, BadgeX, CircleHelp } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Popover } from "@/components/ui/popover.client";
import type { LicenceView } from "@/lib/licences/queries";
import type { Licence } from "@/lib/server/actor";
import type { Viewer } from "../conferences/list/viewer";
import { ExtendLicence } from "./extend-licence.client";

/**
 * The PRO licence right below the name, with a help button that says what it is for, and for a temporary one the button
 * that makes it last a day longer (D03, D05–D10).
 */
export function LicenceLine({
  licence,
  view,
  granter,
  viewer,
}: {
  licence: Licence;
  view: LicenceView;
  granter: string;
  viewer: Viewer;
}) {
  const t = useTranslations("home.licence");
  const { formats } = viewer;
  const zoned = (at: Date) => `${formats.dateTime(at)} ${formats.zoneName(at).split(",")[0]}`;
  const when = licence.term === "temporary" ? zoned(licence.expiresAt) : "";
  const Sign = licence.term === "none" ? BadgeX : BadgeCheck;
  const text = {
    permanent: () => t("permanent"),
    temporary: () => t("until", { when }),
    none: () =>
      licence.term === "none" && licence.endedAt ? t("ended", { when: zoned(licence.endedAt) }) : t("none"),
  }[licence.term]();
  return (
    <div className="flex flex-wrap items-center gap-x-1.5 gap-y-1 text-sm text-fg-muted">
      <Sign aria-hidden className={licence.term === "none" ? "text-warning-text" : "text-primary-text"} />
      <span>{text}</span>
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
          {when ? <p>{t("helpEnds", { when })}</p> : null}
          <p>{t("helpWho", { granter })}</p>
        </div>
      </Popover>
      <Extension view={view} />
    </div>
  );
}

/** The button, or the same one with the reason why it does nothing any more. Switched off there is none (D12). */
function Extension({ view }: { view: LicenceView }) {
  const t = useTranslations("home.licence");
  const errors = useTranslations("errors");
  const { extension, seen } = view;
  if (!seen) return null;
  if (extension === true) {
    return (
      <ExtendLicence
        seen={seen.toISOString()}
        labels={{
          extend: t("extend"),
          extending: t("extending"),
          extended: t("extended"),
          before: t("extendedBefore"),
        }}
      />
    );
  }
  if (extension.reason !== "licence_extensions_used") return null;
  return (
    <Button size={28} reason={errors(extension.reason, extension.params)}>
      {t("extend")}
    </Button>
  );
}
