"use client";

import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/forms/action-form.client";
import { SubmitButton } from "@/components/forms/submit-button.client";
import { endUserSessionForm } from "@/lib/accounts/users/actions";

/** Ends one session; its device is signed out within seconds. */
export function EndSessionButton({
  userId,
  sessionId,
  device,
}: {
  userId: string;
  sessionId: string;
  device: string;
}) {
  const t = useTranslations("control.users");
  return (
    <ActionForm action={endUserSessionForm}>
      <input type="hidden" name="userId" value={userId} />
      <input type="hidden" name="session" value={sessionId} />
      <SubmitButton variant="secondary" size={32} pendingLabel={t("ending")}>
        {t("end")}
        <span className="sr-only"> {device}</span>
      </SubmitButton>
    </ActionForm>
  );
}
