"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useContext } from "react";
import { FormContext } from "@/components/forms/form-context.client";
import { ClientTabs } from "@/components/ui/tabs.client";
import { useDraft } from "./draft.client";
import { type EditorTab, editorTabs, isTabChanged, many, one, tabOf } from "./values";

/** The parts of the editor. Registration is there for public conferences only (N01). */
export function EditorTabs({ panels, aside }: { panels: Record<EditorTab, ReactNode>; aside: ReactNode }) {
  const t = useTranslations("editor.tabs");
  const { values, base } = useDraft();
  const { errors } = useContext(FormContext);
  const shown = editorTabs.filter((tab) => tab !== "registration" || one(values, "visibility") === "public");
  const wrong = Object.keys(errors).map(tabOf);
  const invited = many(values, "participants[]").length;
  return (
    <ClientTabs
      label={t("label")}
      aside={aside}
      // Under the title, which stands beside the arrow.
      className="md:*:ps-9"
      items={shown.map((tab) => {
        const count = wrong.filter((name) => name === tab).length;
        return {
          value: tab,
          label: t(tab),
          panel: panels[tab],
          count: tab === "participants" && invited > 0 ? invited : undefined,
          errors: count,
          errorsLabel: t("errors", { count }),
          dirty: isTabChanged(tab, base, values),
          dirtyLabel: t("unsaved"),
        };
      })}
    />
  );
}
