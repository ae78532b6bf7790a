import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";
import { zoneAbbreviation, zoneCity } from "@/lib/time/zones";
import type { Viewer } from "./viewer";

/** Times in Paris, CET. */
export function ZoneNote({ viewer, className }: { viewer: Viewer; className?: string }) {
  const t = useTranslations("meetings");
  const { zone, locale, now } = viewer;
  return (
    <span className={cn("text-xs text-fg-muted", className)}>
      {t("zone", { city: zoneCity(zone, locale), zone: zoneAbbreviation(zone, now) })}
    </span>
  );
}
