"use client";

import { CircleCheck, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { SubmitButton } from "@/components/forms/submit-button.client";
import { useDraft } from "./draft.client";
import { useProblems } from "./use-problems.client";
import { one } from "./values";

/** Names what it makes: a conference or a room. */
export function SaveButton({ short }: { short?: boolean }) {
  const t = useTranslations("editor");
  const { facts, values } = useDraft();
  const create = one(values, "kind") === "room" ? t("createRoom") : t("createConference");
  return (
    <SubmitButton pendingLabel={t("saving")}>
      {facts.isNew ? (short ? t("create") : create) : t("saveChanges")}
    </SubmitButton>
  );
}

/** Above the tab bar of a phone: what is missing, and the one button. */
export function SaveBar() {
  const t = useTranslations("editor.summary");
  const problems = useProblems().filter((problem) => !problem.isWarning);
  const Sign = problems.length > 0 ? TriangleAlert : CircleCheck;
  return (
    <div className="sticky bottom-[calc(60px+env(safe-area-inset-bottom))] z-5 -mx-4 mt-6 -mb-6 flex items-center gap-3 border-t border-border bg-surface px-4 py-2 md:hidden">
      <Sign aria-hidden className={problems.length > 0 ? "text-warning-text" : "text-success-text"} />
      <span className="min-w-0 flex-1 text-xs text-fg-muted">
        {t("problems", { count: problems.length })}
      </span>
      <SaveButton short />
    </div>
  );
}
