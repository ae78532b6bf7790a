"use client";

import { useTranslations } from "next-intl";
import { enterByName } from "@/lib/live/guests/actions";
import { ActionForm } from "../forms/action-form.client";
import { TextField } from "../forms/fields.client";
import { SubmitButton } from "../forms/submit-button.client";

/** Joining a public conference by name, and by PIN where there is one. Works without scripts. */
export function GuestJoin({
  publicId,
  asksPin,
  hasLinks,
  name,
}: {
  publicId: string;
  asksPin: boolean;
  /** Registered people have links of their own. */
  hasLinks: boolean;
  name?: string;
}) {
  const t = useTranslations("public.guest");
  return (
    <ActionForm action={enterByName} className="grid gap-3" labels={{ name: t("name"), pin: t("pin") }}>
      <input type="hidden" name="publicId" value={publicId} />
      <TextField
        name="name"
        label={t("name")}
        help={t("nameHelp")}
        size={40}
        required
        autoComplete="name"
        maxLength={100}
        defaultValue={name}
      />
      {asksPin ? (
        <TextField
          name="pin"
          label={t("pin")}
          help={hasLinks ? t("linkHint") : t("pinHelp")}
          size={40}
          required
          inputMode="numeric"
          autoComplete="off"
          maxLength={12}
        />
      ) : null}
      <SubmitButton size={44} block pendingLabel={t("pending")}>
        {t("submit")}
      </SubmitButton>
    </ActionForm>
  );
}
