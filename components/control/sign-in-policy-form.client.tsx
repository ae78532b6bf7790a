"use client";

import { useTranslations } from "next-intl";
import { TextField } from "@/components/forms/fields.client";
import { FormGrid } from "@/components/forms/form-layout";
import { saveSignInPolicyForm } from "@/lib/settings/actions";
import { SettingsForm } from "./settings-form.client";

export function SignInPolicyForm({
  version,
  attempts,
  minutes,
}: {
  version: number;
  attempts: number;
  minutes: number;
}) {
  const t = useTranslations("control.signIn");
  return (
    <SettingsForm action={saveSignInPolicyForm} version={version}>
      <FormGrid columns={2}>
        <TextField
          name="attempts"
          label={t("attempts")}
          help={t("attemptsHelp")}
          inputMode="numeric"
          defaultValue={String(attempts)}
        />
        <TextField
          name="minutes"
          label={t("minutes")}
          help={t("minutesHelp")}
          inputMode="numeric"
          defaultValue={String(minutes)}
        />
      </FormGrid>
    </SettingsForm>
  );
}
