import { Calendar, DoorOpen, Video } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Time } from "../ui/time";
import type { WhenTexts } from "./when";

/** When and where, with the zones named. */
export function WhenWhere({ when, location }: { when: WhenTexts | null; location: string | null }) {
  const t = useTranslations("public");
  return (
    <ul className="mt-6 flex flex-wrap gap-x-8 gap-y-4 phone:flex-col">
      <Fact icon={when ? <Calendar /> : <DoorOpen />} name={t("date")}>
        {when ? (
          <>
            <Time iso={when.iso} className="block font-semibold">
              {when.title}, <span className="inline-block">{when.hours}</span>
            </Time>
            <span className="text-sm text-fg-muted">
              {when.zone}
              {when.other ? (
                <>
                  {" · "}
                  <span className="font-medium text-primary-text">{when.other}</span>
                </>
              ) : null}
            </span>
          </>
        ) : (
          <span className="block font-semibold">{t("alwaysOpen")}</span>
        )}
      </Fact>
      <Fact icon={<Video />} name={t("place")}>
        <span className="block font-semibold">{t("online")}</span>
        {location ? <span className="text-sm text-fg-muted">{location}</span> : null}
      </Fact>
    </ul>
  );
}

function Fact({ icon, name, children }: { icon: ReactNode; name: string; children: ReactNode }) {
  return (
    <li className="flex min-w-0 gap-3 num">
      <span aria-hidden className="mt-0.5 shrink-0 text-primary-text [&_svg]:size-4.5">
        {icon}
      </span>
      <div className="min-w-0">
        <span className="sr-only">{name} </span>
        {children}
      </div>
    </li>
  );
}
