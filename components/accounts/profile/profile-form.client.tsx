"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useTranslations } from "next-intl";
import { useCallback } from "react";
import { ActionForm } from "@/components/forms/action-form.client";
import { SegmentedField } from "@/components/forms/choice-fields.client";
import { SelectField } from "@/components/forms/fields.client";
import { FormActions, FormGrid } from "@/components/forms/form-layout";
import { SubmitButton } from "@/components/forms/submit-button.client";
import { useToast } from "@/components/ui/toast.client";
import { saveProfileForm } from "@/lib/accounts/actions";
import type { FormState } from "@/lib/errors";
import { SavedNote } from "./saved-note.client";

type Choice = { value: string; label: string };

/** Language, time zone and theme, saved together. */
export function ProfileForm({
  values,
  zones,
  accountZone,
  locales,
}: {
  values: { locale: string; timeZone: string; theme: string };
  zones: { region: string; options: Choice[] }[];
  /** The city whose clock holds without a choice. */
  accountZone: string;
  locales: Choice[];
}) {
  const t = useTranslations("profile");
  const shell = useTranslations("shell");
  const toast = useToast();
  const onResult = useCallback(
    ({ result }: FormState) => {
      if (result?.ok) toast({ id: "profile-saved", title: t("saved"), tone: "success" });
    },
    [t, toast],
  );
  return (
    <ActionForm
      action={saveProfileForm}
      onResult={onResult}
      guard
      labels={{ locale: t("locale"), timeZone: t("timeZone"), theme: shell("theme") }}
    >
      <SavedNote text={t("saved")} />
      <div className="flex flex-col gap-4">
        <FormGrid columns={2}>
          <SelectField name="locale" label={t("locale")} options={locales} defaultValue={values.locale} />
          <SelectField
            name="timeZone"
            label={t("timeZone")}
            help={t("timeZoneHelp")}
            defaultValue={values.timeZone}
          >
            <option value="">{t("accountZone", { city: accountZone })}</option>
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
        </FormGrid>
        <SegmentedField
          name="theme"
          legend={shell("theme")}
          defaultValue={values.theme}
          options={[
            { value: "system", label: shell("themeSystem"), icon: <Monitor aria-hidden /> },
            { value: "light", label: shell("themeLight"), icon: <Sun aria-hidden /> },
            { value: "dark", label: shell("themeDark"), icon: <Moon aria-hidden /> },
          ]}
        />
      </div>
      <FormActions>
        <SubmitButton pendingLabel={t("saving")}>{t("save")}</SubmitButton>
      </FormActions>
    </ActionForm>
  );
}
