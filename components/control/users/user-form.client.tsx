"use client";

import { useTranslations } from "next-intl";
import { TextField } from "@/components/forms/fields.client";
import { FormGrid } from "@/components/forms/form-layout";
import { saveUserForm } from "@/lib/accounts/users/actions";
import { SettingsForm } from "../settings-form.client";

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

function PersonFields({ name, email, login }: Saved) {
  const t = useTranslations("control.users");
  return (
    <>
      <TextField name="displayName" label={t("name")} required autoComplete="off" defaultValue={name} />
      <FormGrid columns={2}>
        <TextField
          name="email"
          type="email"
          label={t("email")}
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
