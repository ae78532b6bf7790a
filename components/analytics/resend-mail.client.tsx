"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useCallback } from "react";
import { ActionForm } from "@/components/forms/action-form.client";
import { SubmitButton } from "@/components/forms/submit-button.client";
import { useToast } from "@/components/ui/toast.client";
import { resendMailForm } from "@/lib/conferences/mails/actions";
import type { FormState } from "@/lib/errors";

/** Sends a refused mail once more, and reads the list again. */
export function ResendMail({ participantId, name }: { participantId: string; name: string }) {
  const t = useTranslations("analytics.mail");
  const toast = useToast();
  const router = useRouter();
  const onResult = useCallback(
    ({ result }: FormState) => {
      if (!result?.ok) return;
      toast({ title: t("resent", { name }), tone: "success" });
      router.refresh();
    },
    [t, toast, router, name],
  );
  return (
    <ActionForm action={resendMailForm} onResult={onResult} className="mt-2">
      <input type="hidden" name="participantId" value={participantId} />
      <SubmitButton variant="secondary" size={32} pendingLabel={t("resending")}>
        {t("resend")}
      </SubmitButton>
    </ActionForm>
  );
}
