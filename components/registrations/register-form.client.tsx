"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { StandardField } from "@/lib/conferences/rules";
import { register } from "@/lib/registrations/actions";
import { autocompleteOf } from "@/lib/registrations/rules";
import { ActionForm } from "../forms/action-form.client";
import { TextField } from "../forms/fields.client";
import { FormActions, RequiredLegend } from "../forms/form-layout";
import { SubmitButton } from "../forms/submit-button.client";
import { Card } from "../ui/card";
import { cn } from "../ui/cn";

type Props = {
  publicId: string;
  locale: string;
  timeZone: string | null;
  /** A secret of this browser: a second press is the same registration. */
  browser: string;
  fields: { key: StandardField; required: boolean }[];
  organisation: string;
  isMailed: boolean;
  seats: ReactNode;
  /** Of somebody who is signed in. */
  knownEmail?: string;
};

const types = { email: "email", phone: "tel" } as const;

/** First and last name stand side by side when they follow each other. */
function halves(fields: Props["fields"]): Set<StandardField> {
  const first = fields.findIndex((f) => f.key === "first_name");
  const last = fields.findIndex((f) => f.key === "last_name");
  return new Set(Math.abs(first - last) === 1 ? ["first_name", "last_name"] : []);
}

/** A plain form to the server: it also works before and without scripts, and keeps what was typed on any error. */
export function RegisterForm(props: Props) {
  const t = useTranslations("registration");
  const { fields } = props;
  const side = halves(fields);
  return (
    <ActionForm
      action={register}
      labels={Object.fromEntries(fields.map(({ key }) => [key, t(`field.${key}`)]))}
    >
      <input type="hidden" name="publicId" value={props.publicId} />
      <input type="hidden" name="locale" value={props.locale} />
      <input type="hidden" name="browser" value={props.browser} />
      <input
        type="hidden"
        name="needs"
        value={fields
          .filter((f) => f.required)
          .map((f) => f.key)
          .join(",")}
      />
      {props.timeZone ? <input type="hidden" name="timeZone" value={props.timeZone} /> : null}
      <Card className="p-5 phone:p-4">
        <RequiredLegend className="mb-4" />
        <div className="grid items-start gap-4 sm:grid-cols-2">
          {fields.map(({ key, required }) => (
            <TextField
              key={key}
              name={key}
              label={t(`field.${key}`)}
              type={types[key as keyof typeof types] ?? "text"}
              inputMode={types[key as keyof typeof types]}
              required={required}
              size={40}
              autoComplete={autocompleteOf[key]}
              maxLength={key === "email" ? 254 : 200}
              defaultValue={key === "email" ? props.knownEmail : undefined}
              help={key === "email" && props.isMailed ? t("emailHelpMail") : undefined}
              className={cn(!side.has(key) && "sm:col-span-2")}
            />
          ))}
        </div>
        <p className="mt-4 text-xs text-fg-muted">{t("privacy", { organisation: props.organisation })}</p>
        <FormActions>
          <SubmitButton size={40} pendingLabel={t("pending")}>
            {t("submit")}
          </SubmitButton>
          <p className="text-xs text-fg-muted">
            {t("keptAtOnce")} {props.seats}.
          </p>
        </FormActions>
      </Card>
    </ActionForm>
  );
}
