"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useCallback, useState } from "react";
import { ActionForm } from "@/components/forms/action-form.client";
import { PasswordField, TextField } from "@/components/forms/fields.client";
import { FormActions } from "@/components/forms/form-layout";
import { SubmitButton } from "@/components/forms/submit-button.client";
import { Note } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button.client";
import {
  confirmFactorForm,
  dropFactorForm,
  removeFactorForm,
  renewCodesForm,
  startFactorForm,
} from "@/lib/auth/factors/actions";
import type { FormState } from "@/lib/errors";

export type FactorState =
  | { state: "off" }
  | { state: "pending"; secret: string }
  | { state: "on"; since: string; codesLeft: number };

/** The second step of signing in: off, being set up, or on. Codes for a lost telephone are shown once, here. */
export function FactorPanel({ view, picture }: { view: FactorState; picture: ReactNode }) {
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const keep = useCallback(({ result }: FormState) => {
    if (result?.ok) setCodes((result.data as { codes: string[] }).codes);
  }, []);
  if (codes) return <Codes codes={codes} onDone={() => setCodes(null)} />;
  if (view.state === "off") return <Off />;
  if (view.state === "pending") return <Pending secret={view.secret} picture={picture} onResult={keep} />;
  return <On {...view} onResult={keep} />;
}

function Off() {
  const t = useTranslations("profile.factor");
  return (
    <>
      <p className="mb-4 text-sm text-fg-muted">{t("offBody")}</p>
      <Guarded id="factor-start" action={startFactorForm} submit={t("start")} />
    </>
  );
}

type Answered = { onResult: (state: FormState) => void };

function Pending({ secret, picture, onResult }: Answered & { secret: string; picture: ReactNode }) {
  const t = useTranslations("profile.factor");
  return (
    <>
      <p className="mb-4 text-sm text-fg-muted">{t("scan")}</p>
      <div className="mb-4 flex flex-wrap items-center gap-4">
        {picture}
        <div className="min-w-0 flex-1 basis-56">
          <p className="text-sm text-fg-muted">{t("typeKey")}</p>
          <p className="id-num my-1 wrap-anywhere">{secret.replace(/(.{4})(?=.)/g, "$1 ")}</p>
          <CopyButton text={secret} label={t("copyKey")} />
        </div>
      </div>
      <ActionForm
        id="factor-confirm"
        action={confirmFactorForm}
        onResult={onResult}
        labels={{ code: t("code") }}
      >
        <TextField
          name="code"
          label={t("code")}
          help={t("codeHelp")}
          required
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={20}
          className="max-w-80"
        />
        <FormActions>
          <SubmitButton pendingLabel={t("checking")}>{t("confirm")}</SubmitButton>
        </FormActions>
      </ActionForm>
      <ActionForm action={dropFactorForm} className="mt-3">
        <SubmitButton variant="secondary" pendingLabel={t("checking")}>
          {t("drop")}
        </SubmitButton>
      </ActionForm>
    </>
  );
}

function On({ since, codesLeft, onResult }: Answered & { since: string; codesLeft: number }) {
  const t = useTranslations("profile.factor");
  return (
    <>
      <p className="mb-4 text-sm">{t("on", { since })}</p>
      <Note tone={codesLeft < 3 ? "warning" : "plain"} className="mb-4">
        {t("codesLeft", { count: codesLeft })}
      </Note>
      <div className="grid gap-5 md:grid-cols-2">
        <Guarded id="factor-codes" action={renewCodesForm} submit={t("renew")} onResult={onResult} />
        <Guarded id="factor-remove" action={removeFactorForm} submit={t("remove")} />
      </div>
    </>
  );
}

/** Asks for the password: whoever finds an open browser changes nothing about signing in. */
function Guarded({
  id,
  action,
  submit,
  onResult,
}: {
  id: string;
  action: typeof startFactorForm;
  submit: string;
  onResult?: (state: FormState) => void;
}) {
  const t = useTranslations("profile");
  return (
    <ActionForm
      id={id}
      action={action}
      onResult={onResult}
      resetOnSuccess
      labels={{ current: t("current") }}
      className="max-w-100"
    >
      <PasswordField name="current" label={t("current")} required autoComplete="current-password" />
      <FormActions>
        <SubmitButton variant="secondary" pendingLabel={t("factor.checking")}>
          {submit}
        </SubmitButton>
      </FormActions>
    </ActionForm>
  );
}

function Codes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const t = useTranslations("profile.factor");
  const router = useRouter();
  return (
    <section aria-label={t("codes")}>
      <Note tone="warning" title={t("codesTitle")} className="mb-4">
        {t("codesBody")}
      </Note>
      <ul className="mb-4 grid max-w-100 grid-cols-2 gap-x-6 gap-y-1">
        {codes.map((code) => (
          <li key={code} className="id-num">
            {code}
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <CopyButton text={codes.join("\n")} label={t("copyCodes")} />
        <Button
          variant="primary"
          onClick={() => {
            onDone();
            router.refresh();
          }}
        >
          {t("kept")}
        </Button>
      </div>
    </section>
  );
}
