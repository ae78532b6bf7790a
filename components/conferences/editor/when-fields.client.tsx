"use client";

import { Clock, Globe, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useField } from "@/components/forms/form-context.client";
import { FieldLayout } from "@/components/ui/field-layout";
import { Input } from "@/components/ui/input";
import { useDraft } from "./draft.client";
import { one } from "./values";

/** Day and time of the start. Two controls and one answer: what is wrong is said once, at the day. */
export function StartFields() {
  const t = useTranslations("editor");
  const { base } = useDraft();
  const start = useField("localStart");
  const date = useField("date", { defaultValue: one(base, "date") });
  const time = useField("time", { defaultValue: one(base, "time") });
  const shared = { invalid: start.invalid, "aria-describedby": start.describedBy, "aria-required": true };
  return (
    <>
      <FieldLayout id={start.id} label={t("date")} required error={start.error}>
        <Input
          {...shared}
          id={start.id}
          type="date"
          name="date"
          min="2000-01-01"
          max="2100-12-31"
          defaultValue={date.defaultValue}
        />
      </FieldLayout>
      <FieldLayout id={time.id} label={t("start")} required>
        <Input {...shared} id={time.id} type="time" name="time" defaultValue={time.defaultValue} />
      </FieldLayout>
    </>
  );
}

function Hint({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <p className="flex items-start gap-1.5 text-xs text-fg-muted">
      <span className="mt-0.5 shrink-0 [&_svg]:size-3.5">{icon}</span>
      <span>{children}</span>
    </p>
  );
}

/** The date as people say it, the planner's own clock where it differs, and what a clock change does to it. */
export function WhenHints() {
  const t = useTranslations("editor");
  const { when } = useDraft();
  return (
    <div aria-live="polite" className="flex flex-col gap-1 empty:hidden">
      {when ? (
        <Hint icon={<Clock aria-hidden />}>
          {when.day.charAt(0).toLocaleUpperCase()}
          {when.day.slice(1)}, {when.span} {when.zone}
        </Hint>
      ) : null}
      {when?.other ? <Hint icon={<Globe aria-hidden />}>{t("otherZone", when.other)}</Hint> : null}
      {when?.moved ? (
        <Hint icon={<TriangleAlert aria-hidden className="text-warning-text" />}>
          {t("moved", when.moved)}
        </Hint>
      ) : null}
      {when?.isPast ? (
        <Hint icon={<TriangleAlert aria-hidden className="text-warning-text" />}>{t("past")}</Hint>
      ) : null}
    </div>
  );
}
