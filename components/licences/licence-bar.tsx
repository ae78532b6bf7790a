import { CircleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { DismissibleBanner } from "@/components/ui/banner-dismiss.client";
import type { Entry } from "@/lib/conferences/lists/rules";
import type { Licence } from "@/lib/server/actor";
import type { Viewer } from "../conferences/list/viewer";

const HOUR = 3_600_000;
/** From this long before its end a licence is worth a warning; earlier when a conference of one's own lies behind it. */
const SOON_MS = 72 * HOUR;
const OWN_SOON_MS = 7 * 24 * HOUR;

/** A warning that docks at the foot of the page where the licence is missing or ends soon; else nothing (D04). */
export function LicenceBar({
  licence,
  uncovered,
  granter,
  viewer,
}: {
  licence: Licence;
  /** The first meeting that the licence does not cover: one's own, else one that one is invited to. */
  uncovered: Entry | null;
  granter: string;
  viewer: Viewer;
}) {
  const t = useTranslations("home.licence");
  const { formats, now } = viewer;
  if (licence.term === "permanent") return null;
  const until = licence.term === "temporary" ? licence.expiresAt : null;
  if (until && until.getTime() - now.getTime() > (uncovered?.isOwner ? OWN_SOON_MS : SOON_MS)) return null;
  const starts = uncovered?.timing.startsAt;
  const first = uncovered && starts ? { name: uncovered.name, when: formats.dateTime(starts) } : null;
  return (
    <div className="chrome sticky bottom-0 z-4 -mx-6 mt-auto -mb-12 pt-5 phone:bottom-[calc(60px+env(safe-area-inset-bottom))] phone:-mx-4 phone:-mb-6">
      {until ? (
        <DismissibleBanner
          id={`licence-${until.toISOString()}`}
          dock="bottom"
          title={t("endsTitle", { day: formats.dayNear(until, now), time: formats.time(until) })}
        >
          {first ? t(uncovered?.isOwner ? "endsOwn" : "endsOther", first) : t("endsPlain")}
        </DismissibleBanner>
      ) : (
        <DismissibleBanner
          id="licence-none"
          dock="bottom"
          icon={<CircleAlert aria-hidden />}
          title={t("noneTitle")}
        >
          {first && uncovered?.isOwner ? t("noneOwn", { granter, ...first }) : t("noneBody", { granter })}
        </DismissibleBanner>
      )}
    </div>
  );
}
