"use client";

import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/forms/action-form.client";
import { TextareaField, TextField } from "@/components/forms/fields.client";
import { FormActions, FormGrid, RequiredLegend } from "@/components/forms/form-layout";
import { RequestId } from "@/components/forms/request-id.client";
import { SubmitButton } from "@/components/forms/submit-button.client";
import { Button } from "@/components/ui/button";
import { addContactForm, saveContactForm } from "@/lib/contacts/actions";
import { addressesMax } from "@/lib/contacts/rules";
import { AddressesField } from "./addresses-field.client";
import type { ListedContact } from "./contacts-table";

export type EditedContact = ListedContact & { version: number };

/** A person or a call string, new or kept already. */
export function ContactForm({
  kind,
  contact,
  backHref,
}: {
  kind: "person" | "call_string";
  contact?: EditedContact;
  backHref: string;
}) {
  const t = useTranslations("contacts");
  const common = useTranslations("common");
  const email = (n: number) => (n === 1 ? t("email") : t("emailN", { n }));
  const phone = (n: number) => (n === 1 ? t("phone") : t("phoneN", { n }));
  const places = Array.from({ length: addressesMax }, (_, place) => place);
  const labels = {
    displayName: t("name"),
    company: t("company"),
    callString: t("callString"),
    note: t("note"),
    ...Object.fromEntries(places.map((place) => [`emails.${place}`, email(place + 1)])),
    ...Object.fromEntries(places.map((place) => [`phones.${place}`, phone(place + 1)])),
  };
  return (
    <ActionForm action={contact ? saveContactForm : addContactForm} guard labels={labels}>
      <input type="hidden" name="kind" value={kind} />
      {contact ? (
        <>
          <input type="hidden" name="contactId" value={contact.id} />
          <input type="hidden" name="version" value={contact.version} />
        </>
      ) : (
        <RequestId />
      )}
      <div className="flex flex-col gap-4">
        <RequiredLegend />
        <TextField
          name="displayName"
          label={t("name")}
          help={kind === "call_string" ? t("nameHelp") : undefined}
          required
          autoComplete="off"
          defaultValue={contact?.name}
        />
        {kind === "person" ? (
          <>
            <TextField
              name="company"
              label={t("company")}
              autoComplete="off"
              defaultValue={contact?.company ?? undefined}
            />
            <FormGrid columns={2}>
              <AddressesField
                name="emails"
                type="email"
                autoCapitalize="none"
                label={email}
                add={t("addAnother.emails")}
                values={contact?.emails ?? []}
              />
              <AddressesField
                name="phones"
                type="tel"
                label={phone}
                add={t("addAnother.phones")}
                values={contact?.phones ?? []}
              />
            </FormGrid>
          </>
        ) : (
          <TextField
            name="callString"
            label={t("callString")}
            help={t("callStringHelp")}
            required
            dir="ltr"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            className="[&_input]:font-mono"
            defaultValue={contact?.callString ?? undefined}
          />
        )}
        <TextareaField name="note" label={t("note")} defaultValue={contact?.note ?? undefined} />
      </div>
      <FormActions>
        <SubmitButton pendingLabel={t("saving")}>{t("save")}</SubmitButton>
        <Button href={backHref} size={36}>
          {common("cancel")}
        </Button>
      </FormActions>
    </ActionForm>
  );
}
