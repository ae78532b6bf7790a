"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useCallback } from "react";
import { ActionForm } from "@/components/forms/action-form.client";
import { TextField } from "@/components/forms/fields.client";
import { SubmitButton } from "@/components/forms/submit-button.client";
import { useToast } from "@/components/ui/toast.client";
import { unlockForm } from "@/lib/auth/actions";
import type { FormState } from "@/lib/errors";

/** Says what happened, also that there was nothing to lift; then the list is read again. */
function useUnlocked(login?: string) {
  const t = useTranslations("control.signIn");
  const toast = useToast();
  const router = useRouter();
  return useCallback(
    ({ result, values }: FormState) => {
      if (!result?.ok) return;
      const { wasLocked } = result.data as { wasLocked: boolean };
      const name = login ?? String(values?.login ?? "");
      toast({
        title: wasLocked ? t("unlocked", { login: name }) : t("notLocked", { login: name }),
        tone: wasLocked ? "success" : "info",
      });
      router.refresh();
    },
    [t, toast, router, login],
  );
}

/** For a user ID that somebody reports. */
export function UnlockForm() {
  const t = useTranslations("control.signIn");
  return (
    <ActionForm action={unlockForm} onResult={useUnlocked()} resetOnSuccess className="px-4 pb-4">
      <div className="flex flex-wrap items-end gap-2">
        <TextField
          name="login"
          label={t("login")}
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          className="min-w-56 flex-1"
        />
        <SubmitButton variant="secondary" pendingLabel={t("unlocking")}>
          {t("unlock")}
        </SubmitButton>
      </div>
    </ActionForm>
  );
}

/** For one person of the list. */
export function UnlockButton({ login }: { login: string }) {
  const t = useTranslations("control.signIn");
  return (
    <ActionForm action={unlockForm} onResult={useUnlocked(login)}>
      <input type="hidden" name="login" value={login} />
      <SubmitButton variant="secondary" size={32} pendingLabel={t("unlocking")}>
        {t("unlock")}
        <span className="sr-only"> {login}</span>
      </SubmitButton>
    </ActionForm>
  );
}
