"use client";

import { useTranslations } from "next-intl";
import { resend } from "@/lib/registrations/actions";
import { ActionForm } from "../forms/action-form.client";
import { TextField } from "../forms/fields.client";
import { SubmitButton } from "../forms/submit-button.client";

/** Asks for the address; what follows is the same for every address. Works without scripts. */
export function ResendForm({ publicId }: { publicId: string }) {
  const t = useTranslations("registration");
  return (
    <ActionForm action={resend} className="grid gap-4" labels={{ email: t("field.email") }}>
      <input type="hidden" name="publicId" value={publicId} />
      <TextField name="email" type="email" label={t("field.email")} required size={40} autoComplete="email" />
      <SubmitButton size={40} pendingLabel={t("resend.pending")} className="w-fit phone:w-full">
        {t("resend.submit")}
      </SubmitButton>
    </ActionForm>
  );
}
