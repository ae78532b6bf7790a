"use client";

import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/forms/action-form.client";
import { PasswordField } from "@/components/forms/fields.client";
import { SubmitButton } from "@/components/forms/submit-button.client";
import { enterGuestPageForm } from "@/lib/settings/actions";

/** The code that the administrator gave out for the guest page. */
export function GuestCodeForm() {
  const t = useTranslations("guest");
  return (
    <ActionForm action={enterGuestPageForm}>
      <div className="flex flex-col gap-4">
        <PasswordField name="code" label={t("code")} size={40} autoComplete="off" maxLength={200} />
        <SubmitButton block size={40} pendingLabel={t("codePending")}>
          {t("codeSubmit")}
        </SubmitButton>
      </div>
    </ActionForm>
  );
}
