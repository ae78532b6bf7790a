import Link from "next/link";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Card, CardHeader } from "@/components/ui/card";
import { SeatBar } from "@/components/ui/progress";
import { typeset } from "@/components/ui/typeset";
import type { Entry } from "@/lib/conferences/lists/rules";
import type { Viewer } from "../list/viewer";

/** One's next webinars and how their seats fill. */
export function FillingCard({
  entries,
  viewer,
  hrefOf,
}: {
  entries: readonly Entry[];
  viewer: Viewer;
  hrefOf: (id: string) => string;
}) {
  const t = useTranslations("home.filling");
  if (entries.length === 0) return null;
  return (
    <Card aria-labelledby="filling">
      <CardHeader id="filling" title={t("title")} className="pb-1" />
      <ul className="px-4 pb-2">
        {entries.map((entry) => {
          const { taken, seats, timing } = entry;
          const full = taken >= seats;
          return (
            <li key={entry.id} className="border-t border-border py-3 first:border-t-0 first:pt-1.5">
              <Link
                href={hrefOf(entry.id)}
                scroll={false}
                prefetch={false}
                title={entry.name}
                className="mb-1.5 line-clamp-2 text-sm font-medium text-fg no-underline hover:underline"
              >
                {typeset(entry.name)}
              </Link>
              <SeatBar
                taken={taken}
                seats={seats}
                label={t("seats", { taken, seats })}
                note={
                  full ? (
                    <Badge tone="warning">{t("full")}</Badge>
                  ) : timing.startsAt ? (
                    <span>{viewer.formats.day(timing.startsAt)}</span>
                  ) : undefined
                }
              />
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
