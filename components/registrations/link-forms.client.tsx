"use client";

import { useTranslations } from "next-intl";
import { cancel, openLink } from "@/lib/registrations/actions";
import { ActionForm } from "../forms/action-form.client";
import { SubmitButton } from "../forms/submit-button.client";

/** Joining is a POST: whatever merely opens the link, such as a preview, enters nothing. */
export function OpenLinkForm({ token, isEarly }: { token: string; isEarly: boolean }) {
  const t = useTranslations("registration.link");
  return (
    <ActionForm action={openLink}>
      <input type="hidden" name="token" value={token} />
      <SubmitButton size={44} pendingLabel={t("pending")} className="min-w-48 phone:w-full">
        {t(isEarly ? "lobby" : "join")}
      </SubmitButton>
    </ActionForm>
  );
}

export function CancelForm({ token }: { token: string }) {
  const t = useTranslations("registration.cancelPage");
  return (
    <ActionForm action={cancel}>
      <input type="hidden" name="token" value={token} />
      <SubmitButton variant="danger" size={40} pendingLabel={t("pending")} className="phone:w-full">
        {t("submit")}
      </SubmitButton>
    </ActionForm>
  );
}
