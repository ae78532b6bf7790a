"use client";

import { useCallback } from "react";
import { ActionForm } from "@/components/forms/action-form.client";
import { SubmitButton } from "@/components/forms/submit-button.client";
import { useToast } from "@/components/ui/toast.client";
import type { FormState } from "@/lib/errors";
import { extendLicenceForm } from "@/lib/licences/actions";

/** One press is 24 hours more. `seen` is the end on the page: a second press of the same one changes nothing. */
export function ExtendLicence({
  seen,
  labels,
}: {
  seen: string;
  labels: { extend: string; extending: string; extended: string; before: string };
}) {
  const toast = useToast();
  const { extended, before } = labels;
  const onResult = useCallback(
    ({ result }: FormState) => {
      if (!result?.ok) return;
      const { extended: isNew } = result.data as { extended: boolean };
      toast({ id: "licence", title: isNew ? extended : before, tone: isNew ? "success" : "info" });
    },
    [toast, extended, before],
  );
  return (
    <ActionForm action={extendLicenceForm} onResult={onResult}>
      <input type="hidden" name="seen" value={seen} />
      <SubmitButton variant="secondary" size={28} pendingLabel={labels.extending}>
        {labels.extend}
      </SubmitButton>
    </ActionForm>
  );
}
