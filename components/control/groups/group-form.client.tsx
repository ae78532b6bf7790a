"use client";

import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/forms/action-form.client";
import { CheckboxField } from "@/components/forms/choice-fields.client";
import { TextField } from "@/components/forms/fields.client";
import { FormActions } from "@/components/forms/form-layout";
import { RequestId } from "@/components/forms/request-id.client";
import { SubmitButton } from "@/components/forms/submit-button.client";
import { Button } from "@/components/ui/button";
import { createGroupForm, saveGroupForm } from "@/lib/accounts/groups/actions";
import { rightCodes } from "@/lib/accounts/rules";
import type { RightCode } from "@/lib/server/actor";
import { SettingsForm } from "../settings-form.client";

/** A new group: its name, and what it gives to its people. */
export function NewGroupForm() {
  const t = useTranslations("control.groups");
  const common = useTranslations("common");
  return (
    <ActionForm action={createGroupForm} guard labels={{ name: t("name") }}>
      <RequestId />
      <div className="flex flex-col gap-4">
        <NameField />
        <RightBoxes given={[]} />
      </div>
      <FormActions>
        <SubmitButton pendingLabel={t("creating")}>{t("create")}</SubmitButton>
        <Button href="/control/groups" size={36}>
          {common("cancel")}
        </Button>
      </FormActions>
    </ActionForm>
  );
}

/** The group as it is. Everyone has no name to change. */
export function GroupForm({
  id,
  name,
  version,
  rights,
}: {
  id: string;
  name: string | null;
  version: number;
  rights: readonly RightCode[];
}) {
  return (
    <SettingsForm action={saveGroupForm} version={version}>
      <input type="hidden" name="groupId" value={id} />
      {name === null ? null : <NameField value={name} />}
      <RightBoxes given={rights} />
    </SettingsForm>
  );
}

function NameField({ value }: { value?: string }) {
  const t = useTranslations("control.groups");
  return (
    <TextField
      name="name"
      label={t("name")}
      required
      maxLength={100}
      autoComplete="off"
      defaultValue={value}
      className="max-w-100"
    />
  );
}

function RightBoxes({ given }: { given: readonly RightCode[] }) {
  const t = useTranslations("control.groups");
  const rights = useTranslations("accounts.rights");
  return (
    <fieldset className="min-w-0">
      <legend className="mb-2 text-sm font-medium">{t("gives")}</legend>
      <div className="grid gap-x-6 gap-y-3 sm:grid-cols-2 touch:gap-y-1">
        {rightCodes.map((code) => (
          <CheckboxField
            key={code}
            name="rights"
            value={code}
            label={rights(`${code}.name`)}
            help={rights(`${code}.meaning`)}
            defaultChecked={given.includes(code)}
          />
        ))}
      </div>
    </fieldset>
  );
}
