"use client";

import { useRouter } from "next/navigation";
import { useCallback } from "react";
import { ActionForm } from "@/components/forms/action-form.client";
import { SubmitButton } from "@/components/forms/submit-button.client";
import { useToast } from "@/components/ui/toast.client";
import { resendMailForm } from "@/lib/conferences/mails/actions";
import type { FormState } from "@/lib/errors";

type Props = { participantId: string; label: string; pendingLabel: string; done: string };

/** Sends a refused mail once more, says so, and only then reads the page again, in which this form is gone. */
export function ResendMail({ participantId, label, pendingLabel, done }: Props) {
  const toast = useToast();
  const router = useRouter();
  const onResult = useCallback(
    ({ result }: FormState) => {
      if (!result?.ok) return;
      toast({ title: done, tone: "success" });
      router.refresh();
    },
    [toast, router, done],
  );
  return (
    <ActionForm action={resendMailForm} onResult={onResult} className="mt-2">
      <input type="hidden" name="participantId" value={participantId} />
      <SubmitButton variant="secondary" size={32} pendingLabel={pendingLabel}>
        {label}
      </SubmitButton>
    </ActionForm>
  );
}
