"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { SettingsForm } from "@/components/control/settings-form.client";
import { ActionForm } from "@/components/forms/action-form.client";
import { RadioCardsField, SwitchField } from "@/components/forms/choice-fields.client";
import { TextField } from "@/components/forms/fields.client";
import { FormActions, FormGrid } from "@/components/forms/form-layout";
import { SubmitButton } from "@/components/forms/submit-button.client";
import { Button } from "@/components/ui/button";
import { setLicenceForm } from "@/lib/accounts/actions";
import { saveLicencePoolsForm, saveLicenceTermsForm } from "@/lib/licences/actions";

const shown = (limit: number | null) => (limit === null ? "" : String(limit));

/** What people see of their licence and what they may do with it themselves (D11, D12). */
export function LicenceTermsForm(props: {
  was: string;
  shows: boolean;
  mayExtend: boolean;
  extensions: number | null;
}) {
  const t = useTranslations("licences");
  return (
    <SettingsForm action={saveLicenceTermsForm}>
      <input type="hidden" name="was" value={props.was} />
      <SwitchField name="shows" label={t("shows")} help={t("showsHelp")} defaultChecked={props.shows} />
      <SwitchField
        name="mayExtend"
        label={t("mayExtend")}
        help={t("mayExtendHelp")}
        defaultChecked={props.mayExtend}
      />
      <TextField
        name="extensions"
        label={t("extensions")}
        help={t("extensionsHelp")}
        inputMode="numeric"
        defaultValue={shown(props.extensions)}
        className="max-w-80"
      />
    </SettingsForm>
  );
}

/** How many licences an account has. */
export function LicencePoolsForm({
  was,
  pro,
  online,
}: {
  was: string;
  pro: number | null;
  online: number | null;
}) {
  const t = useTranslations("control.server");
  return (
    <SettingsForm action={saveLicencePoolsForm}>
      <input type="hidden" name="was" value={was} />
      <FormGrid columns={2}>
        <TextField
          name="pro"
          label={t("proLicences")}
          help={t("proLicencesHelp")}
          inputMode="numeric"
          defaultValue={shown(pro)}
        />
        <TextField
          name="online"
          label={t("onlineLicences")}
          help={t("onlineLicencesHelp")}
          inputMode="numeric"
          defaultValue={shown(online)}
        />
      </FormGrid>
    </SettingsForm>
  );
}

export type EditedHolder = { id: string; term: "none" | "permanent" | "temporary"; until: string };

/** Gives one person a licence, or takes it. */
export function HolderForm({
  holder,
  zone,
  zoneName,
  backHref,
}: {
  holder: EditedHolder;
  zone: string;
  zoneName: string;
  backHref: string;
}) {
  const t = useTranslations("licences");
  const [term, setTerm] = useState<string>(holder.term);
  return (
    <ActionForm
      action={setLicenceForm}
      guard
      labels={{ "licence.term": t("licence"), "licence.expiresAt": t("until") }}
    >
      <input type="hidden" name="userId" value={holder.id} />
      <input type="hidden" name="zone" value={zone} />
      <div className="flex flex-col gap-4">
        <RadioCardsField
          name="licence.term"
          legend={t("licence")}
          defaultValue={holder.term}
          onValueChange={setTerm}
          options={[
            { value: "permanent", title: t("permanent"), description: t("permanentBody") },
            { value: "temporary", title: t("temporary"), description: t("temporaryBody") },
            { value: "none", title: t("withdrawn"), description: t("withdrawnBody") },
          ]}
        />
        <TextField
          name="licence.expiresAt"
          type="datetime-local"
          label={t("until")}
          help={term === "temporary" ? t("untilHelp", { zone: zoneName }) : t("untilUnused")}
          defaultValue={holder.until}
          className="max-w-80"
        />
      </div>
      <FormActions>
        <SubmitButton pendingLabel={t("saving")}>{t("save")}</SubmitButton>
        <Button href={backHref}>{t("cancel")}</Button>
      </FormActions>
    </ActionForm>
  );
}
