"use client";

import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/forms/action-form.client";
import { TextField } from "@/components/forms/fields.client";
import { SubmitButton } from "@/components/forms/submit-button.client";
import { enterCodeForm } from "@/lib/auth/factors/actions";

/** Six digits of the app, or one of the codes that were put away. */
export function CodeForm({ next }: { next: string }) {
  const t = useTranslations("auth");
  return (
    <ActionForm action={enterCodeForm} labels={{ code: t("codeField") }}>
      <input type="hidden" name="next" value={next} />
      <div className="flex flex-col gap-4">
        <TextField
          name="code"
          label={t("codeField")}
          help={t("codeHelp")}
          size={40}
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={40}
        />
        <SubmitButton block size={40} pendingLabel={t("pending")}>
          {t("submit")}
        </SubmitButton>
      </div>
    </ActionForm>
  );
}
