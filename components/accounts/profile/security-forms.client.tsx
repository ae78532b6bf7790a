"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useCallback } from "react";
import { ActionForm, type FormAction } from "@/components/forms/action-form.client";
import { PasswordField, TextField } from "@/components/forms/fields.client";
import { FormActions } from "@/components/forms/form-layout";
import { SubmitButton } from "@/components/forms/submit-button.client";
import { Note } from "@/components/ui/banner";
import { useToast } from "@/components/ui/toast.client";
import { cancelEmailForm, changeEmailForm } from "@/lib/accounts/emails/actions";
import { changePasswordForm } from "@/lib/accounts/passwords/actions";
import { saveNameForm } from "@/lib/accounts/personal/actions";
import { endOthersForm, endSessionForm } from "@/lib/auth/sessions/actions";
import type { FormState } from "@/lib/errors";
import { SavedNote } from "./saved-note.client";

/** A toast after success; the page itself was read anew by then. */
function useSaid(id: string, text: string) {
  const toast = useToast();
  return useCallback(
    ({ result }: FormState) => {
      if (result?.ok) toast({ id, title: text, tone: "success" });
    },
    [toast, id, text],
  );
}

/** One form of the profile: its fields, one button, and what is said when it is done. */
function OwnForm({
  id,
  action,
  labels,
  done,
  submit,
  pending,
  resets,
  children,
}: {
  id: string;
  action: FormAction;
  labels?: Record<string, string>;
  done: string;
  submit: string;
  pending: string;
  resets?: boolean;
  children: ReactNode;
}) {
  return (
    <ActionForm
      id={id}
      action={action}
      onResult={useSaid(id, done)}
      resetOnSuccess={resets}
      guard
      labels={labels}
    >
      <SavedNote text={done} />
      <div className="flex max-w-100 flex-col gap-4">{children}</div>
      <FormActions>
        <SubmitButton variant="secondary" pendingLabel={pending}>
          {submit}
        </SubmitButton>
      </FormActions>
    </ActionForm>
  );
}

export function NameForm({ name }: { name: string }) {
  const t = useTranslations("profile");
  return (
    <OwnForm
      id="own-name"
      action={saveNameForm}
      done={t("nameSaved")}
      submit={t("saveName")}
      pending={t("saving")}
    >
      <TextField
        name="displayName"
        label={t("name")}
        help={t("nameHelp")}
        required
        maxLength={200}
        autoComplete="name"
        defaultValue={name}
      />
    </OwnForm>
  );
}

export function PasswordForm() {
  const t = useTranslations("profile");
  return (
    <OwnForm
      id="own-password"
      action={changePasswordForm}
      labels={{ current: t("current"), password: t("newPassword") }}
      done={t("passwordSaved")}
      submit={t("savePassword")}
      pending={t("saving")}
      resets
    >
      <PasswordField name="current" label={t("current")} required autoComplete="current-password" />
      <PasswordField
        name="password"
        label={t("newPassword")}
        help={t("newPasswordHelp")}
        required
        autoComplete="new-password"
      />
    </OwnForm>
  );
}

export function EmailForm() {
  const t = useTranslations("profile");
  return (
    <OwnForm
      id="own-email"
      action={changeEmailForm}
      labels={{ email: t("newEmail"), current: t("current") }}
      done={t("emailSent")}
      submit={t("saveEmail")}
      pending={t("sending")}
      resets
    >
      <TextField
        name="email"
        type="email"
        label={t("newEmail")}
        help={t("newEmailHelp")}
        required
        maxLength={254}
        autoComplete="email"
      />
      <PasswordField name="current" label={t("current")} required autoComplete="current-password" />
    </OwnForm>
  );
}

/** An address waits for its owner to open the link. */
export function PendingEmail({ email }: { email: string }) {
  const t = useTranslations("profile");
  return (
    <Note tone="warning" title={t("pendingTitle", { email })} className="mb-4">
      <p>{t("pendingBody")}</p>
      <ActionForm
        action={cancelEmailForm}
        className="mt-2"
        onResult={useSaid("own-email", t("pendingDropped"))}
      >
        <SubmitButton variant="secondary" size={32} pendingLabel={t("saving")}>
          {t("pendingDrop")}
        </SubmitButton>
      </ActionForm>
    </Note>
  );
}

export function EndSession({ session, device }: { session: string; device: string }) {
  const t = useTranslations("profile");
  return (
    <ActionForm action={endSessionForm} onResult={useSaid("own-sessions", t("sessionEnded"))}>
      <input type="hidden" name="session" value={session} />
      <SubmitButton variant="secondary" size={32} pendingLabel={t("ending")}>
        {t("endSession")}
        <span className="sr-only"> {device}</span>
      </SubmitButton>
    </ActionForm>
  );
}

export function EndOthers() {
  const t = useTranslations("profile");
  return (
    <ActionForm action={endOthersForm} onResult={useSaid("own-sessions", t("othersEnded"))}>
      <SubmitButton variant="secondary" pendingLabel={t("ending")}>
        {t("endOthers")}
      </SubmitButton>
    </ActionForm>
  );
}
