"use client";

import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/forms/action-form.client";
import { PasswordField, TextField } from "@/components/forms/fields.client";
import { SubmitButton } from "@/components/forms/submit-button.client";
import { signInForm } from "@/lib/auth/actions";

/** User ID and password. A wrong password is forgotten, the user ID stays. */
export function SignInForm({ next, login }: { next: string; login?: string }) {
  const t = useTranslations("auth");
  return (
    <ActionForm action={signInForm} labels={{ login: t("login"), password: t("password") }}>
      <input type="hidden" name="next" value={next} />
      <div className="flex flex-col gap-4">
        <TextField
          name="login"
          label={t("login")}
          size={40}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={200}
          defaultValue={login}
        />
        <PasswordField name="password" label={t("password")} size={40} autoComplete="current-password" />
        <SubmitButton block size={40} pendingLabel={t("pending")}>
          {t("submit")}
        </SubmitButton>
      </div>
    </ActionForm>
  );
}
