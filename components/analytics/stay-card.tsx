import { getFormatter, getTranslations } from "next-intl/server";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import type { StayBand } from "@/lib/analytics/rules";
import type { View } from "./view";

/** How long people stayed, as bars with their numbers. */
export async function StayCard({ view, bands }: { view: View; bands: readonly StayBand[] }) {
  const [t, format] = await Promise.all([getTranslations("analytics.stay"), getFormatter()]);
  const most = Math.max(...bands.map((band) => band.people), 1);
  const { duration } = view.formats;
  const label = ({ fromMin, toMin }: StayBand) => {
    if (fromMin === 0) return t("under", { to: duration(toMin) });
    return toMin < 60
      ? t("between", { from: String(fromMin), to: duration(toMin) })
      : t("range", { from: duration(fromMin), to: duration(toMin) });
  };
  return (
    <Card aria-labelledby="stay-title" className="flex flex-col">
      <CardHeader id="stay-title" title={t("title")} />
      <CardBody className="flex-1">
        {bands.length === 0 ? (
          <p className="py-6 text-center text-sm text-fg-muted">{t("empty")}</p>
        ) : (
          <ul className="grid grid-cols-[auto_1fr_auto] gap-2.5">
            {bands.map((band) => (
              <li key={band.fromMin} className="col-span-3 grid grid-cols-subgrid items-center text-xs num">
                <span className="text-fg-muted">{label(band)}</span>
                <span aria-hidden className="h-3.5">
                  {band.people > 0 ? (
                    <span
                      data-fill
                      className="block h-full min-w-0.5 rounded-e-[3px] bg-chart-1"
                      style={{ inlineSize: `${(band.people / most) * 100}%` }}
                    />
                  ) : null}
                </span>
                <span className="text-end text-sm font-medium">
                  <span aria-hidden>{format.number(band.people)}</span>
                  <span className="sr-only">{t("people", { count: band.people })}</span>
                </span>
              </li>
            ))}
          </ul>
        )}
        <p className="mt-3 text-xs text-fg-muted">{t("note")}</p>
      </CardBody>
    </Card>
  );
}
