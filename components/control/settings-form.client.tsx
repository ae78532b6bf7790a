"use client";

import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useCallback, useState } from "react";
import { ActionForm, type FormAction } from "@/components/forms/action-form.client";
import { FormActions } from "@/components/forms/form-layout";
import { SubmitButton } from "@/components/forms/submit-button.client";
import { useToast } from "@/components/ui/toast.client";
import type { FormState } from "@/lib/errors";

/** One group of settings that is saved for itself. Who saves an outdated form is told and can load what is valid now. */
export function SettingsForm({
  action,
  version,
  children,
}: {
  action: FormAction;
  version?: number;
  children: ReactNode;
}) {
  const t = useTranslations("control");
  const toast = useToast();
  const path = usePathname();
  const [isOutdated, setOutdated] = useState(false);
  const onResult = useCallback(
    ({ result }: FormState) => {
      setOutdated(result?.ok === false && result.error.code === "conflict");
      if (result?.ok) toast({ title: t("saved") });
    },
    [t, toast],
  );
  return (
    <ActionForm action={action} onResult={onResult} guard className="px-4 pb-4">
      {version === undefined ? null : <input type="hidden" name="version" value={version} />}
      <div className="flex flex-col gap-4">{children}</div>
      <FormActions>
        <SubmitButton variant="secondary" pendingLabel={t("saving")}>
          {t("save")}
        </SubmitButton>
        {isOutdated ? (
          <a href={path} className="link text-sm">
            {t("reload")}
          </a>
        ) : null}
      </FormActions>
    </ActionForm>
  );
}
