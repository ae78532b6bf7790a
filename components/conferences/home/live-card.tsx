import { Video } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { AvatarStack } from "@/components/ui/avatar";
import { StatusBadge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { typeset } from "@/components/ui/typeset";
import type { Entry, Person } from "@/lib/conferences/lists/rules";
import { minutesBetween } from "@/lib/time/local";
import { roomHref, type Viewer } from "../list/viewer";
import type { WayIn } from "../list/way-in";

/** A conference that is running now: who is there, and the way in first. */
export function LiveCard({
  entry,
  way,
  viewer,
  href,
}: {
  entry: Entry & { people: Person[] };
  way: WayIn;
  viewer: Viewer;
  href: string;
}) {
  const t = useTranslations("home.live");
  const states = useTranslations("conferences.state");
  const errors = useTranslations("errors");
  const { formats, now } = viewer;
  const started = entry.timing.liveSession?.startedAt ?? now;
  const headId = `live-${entry.id}`;
  const bold = (text: React.ReactNode) => <b className="font-semibold text-fg num">{text}</b>;
  const { inside, taken } = entry;
  return (
    <Card
      aria-labelledby={headId}
      className="grid grid-cols-[5px_minmax(0,1fr)_auto] overflow-hidden phone:grid-cols-[4px_minmax(0,1fr)]"
    >
      <span aria-hidden data-fill className="bg-live phone:row-span-2" />
      <div className="flex flex-col gap-1.25 px-4 py-3.5">
        <div className="flex flex-wrap items-center gap-2">
          <StatusBadge kind="live">{states("live")}</StatusBadge>
          <span className="text-xs text-fg-muted num">
            {t("since", {
              time: formats.time(started),
              duration: formats.duration(minutesBetween(started, now)),
            })}
          </span>
        </div>
        <h2 id={headId} className="text-md wrap-anywhere">
          <Link href={href} scroll={false} prefetch={false} className="text-fg no-underline hover:underline">
            {typeset(entry.name)}
          </Link>
        </h2>
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-fg-muted">
          {entry.people.length > 0 ? <AvatarStack people={entry.people} max={4} total={inside} /> : null}
          <span>
            {inside === 0
              ? t("nobody")
              : inside < taken
                ? t.rich("here", { inside, expected: taken, b: bold })
                : t.rich("hereOnly", { inside, b: bold })}
          </span>
          <span className="phone:hidden">
            {entry.isOwner ? t("ownerYou") : t("owner", { name: entry.owner.name })}
          </span>
        </div>
      </div>
      <div className="flex items-center pe-4 phone:col-start-2 phone:px-4 phone:pb-4">
        <Button
          variant="primary"
          href={roomHref(entry.publicId)}
          prefetch={false}
          icon={<Video aria-hidden />}
          aria-label={t("joinNamed", { name: entry.name })}
          reason={way.refusal ? errors(way.refusal.code, way.refusal.params) : undefined}
          className="phone:flex-1"
        >
          {t("join")}
        </Button>
      </div>
    </Card>
  );
}
