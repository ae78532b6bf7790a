"use client";

import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/forms/action-form.client";
import { CheckboxField } from "@/components/forms/choice-fields.client";
import { TextField } from "@/components/forms/fields.client";
import { FormActions, FormGrid, RequiredLegend } from "@/components/forms/form-layout";
import { RequestId } from "@/components/forms/request-id.client";
import { SubmitButton } from "@/components/forms/submit-button.client";
import { Button } from "@/components/ui/button";
import { inviteUserForm, saveUserForm } from "@/lib/accounts/users/actions";
import { SettingsForm } from "../settings-form.client";

type Group = { value: string; label: string };

/** Somebody new, who sets a password by the mailed link. */
export function InviteForm({ groups }: { groups: readonly Group[] }) {
  const t = useTranslations("control.users");
  const common = useTranslations("common");
  const labels = { displayName: t("name"), email: t("email"), login: t("login") };
  return (
    <ActionForm action={inviteUserForm} guard labels={labels}>
      <RequestId />
      <div className="flex flex-col gap-4">
        <RequiredLegend />
        <PersonFields mustHaveEmail />
        {groups.length > 0 ? (
          <fieldset className="min-w-0">
            <legend className="mb-2 text-sm font-medium">{t("groups")}</legend>
            <div className="grid max-h-72 gap-2 overflow-y-auto p-0.5 sm:grid-cols-2 touch:gap-0">
              {groups.map(({ value, label }) => (
                <CheckboxField key={value} name="groups" value={value} label={label} />
              ))}
            </div>
          </fieldset>
        ) : null}
      </div>
      <FormActions>
        <SubmitButton pendingLabel={t("inviting")}>{t("inviteNow")}</SubmitButton>
        <Button href="/control/users" size={36}>
          {common("cancel")}
        </Button>
      </FormActions>
    </ActionForm>
  );
}

type Saved = { name: string; email: string | null; login: string };

/** Who the person is, as the administrators keep it. */
export function UserForm({ id, version, ...values }: Saved & { id: string; version: number }) {
  return (
    <SettingsForm action={saveUserForm} version={version}>
      <input type="hidden" name="userId" value={id} />
      <PersonFields {...values} />
    </SettingsForm>
  );
}

function PersonFields({ name, email, login, mustHaveEmail }: Partial<Saved> & { mustHaveEmail?: boolean }) {
  const t = useTranslations("control.users");
  return (
    <>
      <TextField name="displayName" label={t("name")} required autoComplete="off" defaultValue={name} />
      <FormGrid columns={2}>
        <TextField
          name="email"
          type="email"
          label={t("email")}
          required={mustHaveEmail}
          help={mustHaveEmail ? t("emailHelp") : undefined}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          defaultValue={email ?? undefined}
        />
        <TextField
          name="login"
          label={t("login")}
          help={t("loginHelp")}
          required
          maxLength={64}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          defaultValue={login}
        />
      </FormGrid>
    </>
  );
}
