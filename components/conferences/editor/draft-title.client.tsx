"use client";

import { useTranslations } from "next-intl";
import { useDraft } from "./draft.client";
import { one } from "./values";

/** The name as it is typed. */
export function DraftTitle() {
  const t = useTranslations("editor");
  const { values } = useDraft();
  const untitled = one(values, "kind") === "room" ? t("untitledRoom") : t("untitledConference");
  return <span className="line-clamp-2">{one(values, "name").trim() || untitled}</span>;
}
