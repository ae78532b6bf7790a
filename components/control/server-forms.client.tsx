"use client";

import { useTranslations } from "next-intl";
import { SwitchField } from "@/components/forms/choice-fields.client";
import { PasswordField, TextField } from "@/components/forms/fields.client";
import { FormGrid } from "@/components/forms/form-layout";
import { Note } from "@/components/ui/banner";
import { setParallelEventsForm } from "@/lib/accounts/actions";
import {
  saveGuestPageForm,
  saveMailSwitchForm,
  saveMediaLimitsForm,
  saveOrganisationForm,
} from "@/lib/settings/actions";
import { SettingsForm } from "./settings-form.client";

export function OrganisationForm(props: {
  version: number;
  organisation: string | null;
  contact: string | null;
}) {
  const t = useTranslations("control.server");
  return (
    <SettingsForm action={saveOrganisationForm} version={props.version}>
      <TextField
        name="organisation"
        label={t("organisation")}
        help={t("organisationHelp")}
        maxLength={200}
        defaultValue={props.organisation ?? ""}
      />
      <TextField
        name="contact"
        label={t("contact")}
        help={t("contactHelp")}
        maxLength={200}
        defaultValue={props.contact ?? ""}
      />
    </SettingsForm>
  );
}

export function GuestPageForm({ version, isProtected }: { version: number; isProtected: boolean }) {
  const t = useTranslations("control.server");
  return (
    <SettingsForm action={saveGuestPageForm} version={version}>
      <SwitchField
        name="isProtected"
        label={t("isProtected")}
        help={t("isProtectedHelp")}
        defaultChecked={isProtected}
      />
      <PasswordField
        name="code"
        label={t("code")}
        help={isProtected ? t("codeKept") : t("codeHelp")}
        autoComplete="off"
        maxLength={64}
        className="max-w-80"
      />
    </SettingsForm>
  );
}

export function MailSwitchForm({ version, mailInvitations }: { version: number; mailInvitations: boolean }) {
  const t = useTranslations("control.server");
  return (
    <SettingsForm action={saveMailSwitchForm} version={version}>
      <SwitchField
        name="mailInvitations"
        label={t("mailInvitations")}
        help={t("mailInvitationsHelp")}
        defaultChecked={mailInvitations}
      />
    </SettingsForm>
  );
}

type Limits = { all_on_screen: number; lecture: number; role_based: number };

export function MediaLimitsForm({
  version,
  limits,
  defaults,
}: {
  version: number;
  limits: Limits;
  defaults: Limits;
}) {
  const t = useTranslations("control.server");
  const modes = ["all_on_screen", "lecture", "role_based"] as const;
  const isRaised = modes.some((mode) => limits[mode] > defaults[mode]);
  return (
    <SettingsForm action={saveMediaLimitsForm} version={version}>
      <Note tone={isRaised ? "warning" : "plain"} title={isRaised ? t("limitsRaised") : undefined}>
        {t("limitsWarning")}
      </Note>
      <FormGrid columns={3}>
        {modes.map((mode) => (
          <TextField
            key={mode}
            name={mode}
            label={t(`modes.${mode}`)}
            help={t("limitDefault", { count: defaults[mode] })}
            inputMode="numeric"
            defaultValue={String(limits[mode])}
          />
        ))}
      </FormGrid>
    </SettingsForm>
  );
}

export function ParallelEventsForm({ parallelEvents }: { parallelEvents: number }) {
  const t = useTranslations("control.server");
  return (
    <SettingsForm action={setParallelEventsForm}>
      <input type="hidden" name="was" value={parallelEvents} />
      <TextField
        name="parallelEvents"
        label={t("parallelEvents")}
        help={t("parallelEventsHelp")}
        inputMode="numeric"
        defaultValue={String(parallelEvents)}
        className="max-w-80"
      />
    </SettingsForm>
  );
}
