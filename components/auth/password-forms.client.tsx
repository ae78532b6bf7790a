"use client";

import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/forms/action-form.client";
import { PasswordField, TextField } from "@/components/forms/fields.client";
import { SubmitButton } from "@/components/forms/submit-button.client";
import { confirmEmailForm } from "@/lib/accounts/emails/actions";
import { requestResetForm, resetPasswordForm } from "@/lib/accounts/passwords/actions";

/** Asks for the link; the answer is the same whoever it means. */
export function ForgotForm() {
  const t = useTranslations("auth");
  return (
    <ActionForm action={requestResetForm} labels={{ who: t("forgotWho") }}>
      <div className="flex flex-col gap-4">
        <TextField
          name="who"
          label={t("forgotWho")}
          help={t("forgotHelp")}
          size={40}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={320}
        />
        <SubmitButton block size={40} pendingLabel={t("forgotPending")}>
          {t("forgotSubmit")}
        </SubmitButton>
      </div>
    </ActionForm>
  );
}

/** The link was opened; only sending this form uses it up. */
export function NewPasswordForm({ token }: { token: string }) {
  const t = useTranslations("auth");
  return (
    <ActionForm action={resetPasswordForm} labels={{ password: t("newPassword") }}>
      <input type="hidden" name="token" value={token} />
      <div className="flex flex-col gap-4">
        <PasswordField
          name="password"
          label={t("newPassword")}
          help={t("newPasswordHelp")}
          size={40}
          autoComplete="new-password"
        />
        <SubmitButton block size={40} pendingLabel={t("newPending")}>
          {t("newSubmit")}
        </SubmitButton>
      </div>
    </ActionForm>
  );
}

export function ConfirmEmailForm({ token }: { token: string }) {
  const t = useTranslations("auth");
  return (
    <ActionForm action={confirmEmailForm}>
      <input type="hidden" name="token" value={token} />
      <SubmitButton block size={40} pendingLabel={t("confirmPending")}>
        {t("confirmSubmit")}
      </SubmitButton>
    </ActionForm>
  );
}
