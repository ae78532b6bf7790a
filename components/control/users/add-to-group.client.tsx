"use client";

import { useTranslations } from "next-intl";
import { useCallback } from "react";
import { ActionForm } from "@/components/forms/action-form.client";
import { SelectField } from "@/components/forms/fields.client";
import { SubmitButton } from "@/components/forms/submit-button.client";
import { useToast } from "@/components/ui/toast.client";
import { addMemberForm } from "@/lib/accounts/groups/actions";
import type { FormState } from "@/lib/errors";

/** Puts a person into one more group. */
export function AddToGroup({
  userId,
  groups,
}: {
  userId: string;
  groups: readonly { value: string; label: string }[];
}) {
  const t = useTranslations("control.users");
  const toast = useToast();
  const onResult = useCallback(
    ({ result }: FormState) => {
      if (result?.ok) toast({ title: t("addedToGroup") });
    },
    [t, toast],
  );
  return (
    <ActionForm
      action={addMemberForm}
      onResult={onResult}
      resetOnSuccess
      className="border-t border-border px-4 py-3"
    >
      <input type="hidden" name="userId" value={userId} />
      <div className="flex flex-wrap items-end gap-2">
        <SelectField
          key={groups.length}
          name="groupId"
          label={t("addToGroup")}
          size={32}
          options={groups}
          className="min-w-40 flex-1"
        />
        <SubmitButton variant="secondary" size={32} pendingLabel={t("adding")}>
          {t("add")}
        </SubmitButton>
      </div>
    </ActionForm>
  );
}
