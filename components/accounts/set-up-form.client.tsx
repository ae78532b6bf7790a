"use client";

import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/forms/action-form.client";
import { PasswordField, SelectField, TextField } from "@/components/forms/fields.client";
import { FormActions, FormGrid, FormSection, RequiredLegend } from "@/components/forms/form-layout";
import { SubmitButton } from "@/components/forms/submit-button.client";
import { setUpServerForm } from "@/lib/accounts/actions";

type ZoneGroups = { region: string; options: { value: string; label: string }[] }[];

/** The organisation and its first administrator. */
export function SetUpForm({
  token,
  zones,
  zone,
  locales,
  locale,
}: {
  token: string;
  zones: ZoneGroups;
  zone: string;
  locales: { value: string; label: string }[];
  locale: string;
}) {
  const t = useTranslations("accounts.setUp");
  return (
    <ActionForm action={setUpServerForm}>
      <input type="hidden" name="token" value={token} />
      <RequiredLegend className="mb-4" />
      <FormSection title={t("organisationTitle")}>
        <TextField
          name="organisation"
          label={t("organisation")}
          required
          maxLength={200}
          autoComplete="organization"
        />
        <FormGrid columns={2}>
          <SelectField name="timeZone" label={t("timeZone")} defaultValue={zone}>
            {zones.map(({ region, options }) => (
              <optgroup key={region} label={region}>
                {options.map(({ value, label }) => (
                  <option key={value} value={value}>
                    {label}
                  </option>
                ))}
              </optgroup>
            ))}
          </SelectField>
          <SelectField name="locale" label={t("locale")} options={locales} defaultValue={locale} />
        </FormGrid>
      </FormSection>
      <FormSection title={t("youTitle")} description={t("youBody")}>
        <TextField name="displayName" label={t("name")} required autoComplete="name" />
        <TextField name="email" label={t("email")} help={t("emailHelp")} type="email" autoComplete="email" />
        <TextField
          name="login"
          label={t("login")}
          help={t("loginHelp")}
          required
          maxLength={64}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
        />
        <PasswordField
          name="password"
          label={t("password")}
          help={t("passwordHelp")}
          required
          autoComplete="new-password"
        />
      </FormSection>
      <FormActions>
        <SubmitButton pendingLabel={t("pending")} size={40}>
          {t("submit")}
        </SubmitButton>
      </FormActions>
    </ActionForm>
  );
}
