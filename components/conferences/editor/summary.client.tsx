"use client";

import {
  CalendarDays,
  CircleAlert,
  CircleCheck,
  Globe,
  Lock,
  Ticket,
  TriangleAlert,
  Users,
} from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useContext } from "react";
import { findControl, reveal } from "@/components/forms/error-summary.client";
import { FormContext, fieldId } from "@/components/forms/form-context.client";
import { Card } from "@/components/ui/card";
import { useDraft } from "./draft.client";
import { useProblems, useSeats } from "./use-problems.client";
import { one } from "./values";

/** What others will see, as it is typed, and what is missing. */
export function Summary() {
  const t = useTranslations("editor");
  const { values, when, facts } = useDraft();
  const words = useTranslations("conferences");
  const isPublic = one(values, "visibility") === "public";
  const isRoom = one(values, "kind") === "room";
  const ownId = isPublic ? one(values, "publicId").trim().toLowerCase() : "";
  const link = /^[a-z0-9-]{3,64}$/.test(ownId) ? `${facts.host}/c/${ownId}` : facts.link;
  const untitled = isRoom ? t("untitledRoom") : t("untitledConference");
  return (
    <aside aria-label={t("summary.label")} className="sticky top-20 pt-6 phone:static max-xl:static">
      <Card as="div">
        <div className="p-4">
          <p className="text-xs text-fg-muted">{isPublic ? t("summary.guests") : t("summary.invited")}</p>
          <h2 className="mt-1 text-balance wrap-anywhere">{one(values, "name").trim() || untitled}</h2>
          <ul className="mt-3 flex flex-col gap-3 text-sm">
            <Line icon={<CalendarDays aria-hidden />}>
              {isRoom ? (
                t("summary.anyTime")
              ) : when ? (
                <>
                  <span className="font-medium num">{when.range}</span>
                  <span className="block text-fg-muted num">
                    {when.zone}
                    {when.other ? ` · ${t("summary.zoneOther", when.other)}` : null}
                  </span>
                </>
              ) : (
                t("summary.noDate")
              )}
            </Line>
            <Line icon={<Users aria-hidden />}>{words("mode.all_on_screen")}</Line>
            <Line icon={<Globe aria-hidden />}>
              {link ? <span className="wrap-anywhere">{link}</span> : t("summary.linkLater")}
            </Line>
            {isPublic ? <Registration /> : <Line icon={<Lock aria-hidden />}>{t("summary.private")}</Line>}
          </ul>
        </div>
        <Problems />
      </Card>
    </aside>
  );
}

function Line({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <li className="flex gap-2.5">
      <span className="mt-0.5 shrink-0 text-fg-subtle">{icon}</span>
      <span className="min-w-0">{children}</span>
    </li>
  );
}

function Registration() {
  const t = useTranslations("editor.summary");
  const { values } = useDraft();
  const { seats } = useSeats();
  const isOn = one(values, "registrationOn") === "on" && one(values, "kind") === "scheduled";
  const closes = one(values, "closing") === "at_end" ? t("closesAtEnd") : t("closesAtStart");
  return (
    <Line icon={<Ticket aria-hidden />}>
      {isOn ? closes : t("noRegistration")}
      {isOn && one(values, "autoClose") === "on" ? ` ${t("closesAtSeats", { seats })}` : null}
    </Line>
  );
}

/** Each leads to its field. */
function Problems() {
  const t = useTranslations("editor");
  const { facts } = useDraft();
  const { formId } = useContext(FormContext);
  const { seats, taken } = useSeats();
  const problems = useProblems();
  const go = (field: string) => {
    const control = findControl(fieldId(formId, field), field);
    if (control) reveal(control);
  };
  return (
    <div className="border-t border-border p-4 text-xs">
      <p className="font-semibold">{facts.isNew ? t("summary.beforeCreate") : t("summary.beforeSave")}</p>
      <ul className="mt-2 flex flex-col gap-1.5">
        {problems.map(({ code, field, tab, isWarning }) => (
          <li key={code} className="flex gap-2">
            {isWarning ? (
              <TriangleAlert aria-hidden className="mt-0.5 size-3.5 text-warning-text" />
            ) : (
              <CircleAlert aria-hidden className="mt-0.5 size-3.5 text-danger-text" />
            )}
            <span>
              <button type="button" onClick={() => go(field)} className="link cursor-pointer text-start">
                {t(`summary.${code}`, { taken, seats })}
              </button>{" "}
              {t("summary.inTab", { tab: t(`tabs.${tab}`) })}
            </span>
          </li>
        ))}
        {problems.length === 0 ? (
          <li className="flex gap-2 text-fg-muted">
            <CircleCheck aria-hidden className="mt-0.5 size-3.5 text-success-text" />
            {t("summary.ready")}
          </li>
        ) : null}
      </ul>
    </div>
  );
}
