"use client";

import { Dialog } from "@base-ui/react/dialog";
import { useTranslations } from "next-intl";
import { type ReactNode, useCallback, useState } from "react";
import { ActionForm } from "@/components/forms/action-form.client";
import { PasswordField } from "@/components/forms/fields.client";
import { SubmitButton } from "@/components/forms/submit-button.client";
import { cn } from "@/components/ui/cn";
import { backdropClass, dialogFooterClass, popupClass, viewportClass } from "@/components/ui/dialog.client";
import { triggerElement } from "@/components/ui/trigger.client";
import { confirmPasswordForm } from "@/lib/auth/confirm/actions";
import type { FormState, Result } from "@/lib/errors";

type Waiting = { resume: () => void; leave: () => void };

/** The server did not answer. */
const lost = (): Result<never> => ({ ok: false, error: { code: "unavailable" } });

/**
 * Runs what may need the password again: when the server asks for it, a dialog does, and then the act goes on. Who
 * closes the dialog gets null.
 */
export function useStepUp(): {
  guarded: <T>(act: () => Promise<Result<T>>) => Promise<Result<T> | null>;
  dialog: ReactNode;
} {
  const [waiting, setWaiting] = useState<Waiting | null>(null);
  const guarded = useCallback(async <T,>(act: () => Promise<Result<T>>): Promise<Result<T> | null> => {
    const result = await act().catch(lost);
    if (result.ok || result.error.code !== "confirm_first") return result;
    return new Promise((resolve) => {
      const close = () => setWaiting(null);
      setWaiting({
        resume: () => {
          close();
          resolve(act().catch(lost));
        },
        leave: () => {
          close();
          resolve(null);
        },
      });
    });
  }, []);
  return { guarded, dialog: <PasswordDialog waiting={waiting} /> };
}

function PasswordDialog({ waiting }: { waiting: Waiting | null }) {
  const t = useTranslations("control.confirm");
  const common = useTranslations("common");
  const onResult = useCallback(
    ({ result }: FormState) => {
      if (result?.ok) waiting?.resume();
    },
    [waiting],
  );
  return (
    <Dialog.Root open={waiting !== null} onOpenChange={(open) => open || waiting?.leave()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={backdropClass} />
        <Dialog.Viewport className={viewportClass}>
          <Dialog.Popup className={cn(popupClass, "max-w-100")}>
            <ActionForm action={confirmPasswordForm} onResult={onResult} className="flex min-h-0 flex-col">
              <div className="min-h-0 overflow-y-auto px-5 py-4.5">
                <Dialog.Title className="text-lg tracking-[-0.012em]">{t("title")}</Dialog.Title>
                <Dialog.Description className="mt-2 mb-4 text-base text-fg-muted">
                  {t("body")}
                </Dialog.Description>
                <PasswordField
                  name="password"
                  label={t("password")}
                  autoComplete="current-password"
                  required
                />
              </div>
              <div className={dialogFooterClass}>
                <Dialog.Close render={triggerElement({ label: common("cancel"), size: 36 })} />
                <SubmitButton pendingLabel={t("checking")}>{t("go")}</SubmitButton>
              </div>
            </ActionForm>
          </Dialog.Popup>
        </Dialog.Viewport>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
