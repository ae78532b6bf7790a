"use client";

import { useTranslations } from "next-intl";
import { SwitchField } from "@/components/forms/choice-fields.client";
import { TextField } from "@/components/forms/fields.client";
import { FormGrid } from "@/components/forms/form-layout";
import { saveSelfServiceForm, saveSignInPolicyForm } from "@/lib/settings/actions";
import { SettingsForm } from "./settings-form.client";

export function SignInPolicyForm({
  version,
  attempts,
  minutes,
  mailEnds,
}: {
  version: number;
  attempts: number;
  minutes: number;
  mailEnds: boolean;
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
      <SwitchField name="mailEnds" label={t("mailEnds")} help={t("mailEndsHelp")} defaultChecked={mailEnds} />
    </SettingsForm>
  );
}

/** What people may change about themselves (G07, G11). */
export function SelfServiceForm({
  version,
  name,
  picture,
  email,
  password,
}: {
  version: number;
  name: boolean;
  picture: boolean;
  email: boolean;
  password: boolean;
}) {
  const t = useTranslations("control.signIn");
  return (
    <SettingsForm action={saveSelfServiceForm} version={version}>
      <SwitchField name="name" label={t("ownName")} help={t("ownNameHelp")} defaultChecked={name} />
      <SwitchField
        name="picture"
        label={t("ownPicture")}
        help={t("ownPictureHelp")}
        defaultChecked={picture}
      />
      <SwitchField name="email" label={t("ownEmail")} help={t("ownEmailHelp")} defaultChecked={email} />
      <SwitchField
        name="password"
        label={t("ownPassword")}
        help={t("ownPasswordHelp")}
        defaultChecked={password}
      />
    </SettingsForm>
  );
}
