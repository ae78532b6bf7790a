"use client";

import { useTranslations } from "next-intl";
import { Note } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";

/** What a crash or a closed tab left on this device, to go on with or to throw away. */
export function DraftOffer({ onRestore, onDiscard }: { onRestore: () => void; onDiscard: () => void }) {
  const t = useTranslations("editor.deviceDraft");
  return (
    <div role="status" className="mb-6">
      <Note title={t("title")}>
        <p>{t("body")}</p>
        <p className="mt-2 flex flex-wrap gap-2">
          <Button size={32} variant="primary" onClick={onRestore}>
            {t("restore")}
          </Button>
          <Button size={32} onClick={onDiscard}>
            {t("discard")}
          </Button>
        </p>
      </Note>
    </div>
  );
}
