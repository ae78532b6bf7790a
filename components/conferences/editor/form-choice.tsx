import { Lock, LockOpen } from "lucide-react";
import { useTranslations } from "next-intl";
import { CheckboxField } from "@/components/forms/choice-fields.client";
import { FormSection } from "@/components/forms/form-layout";
import { Badge } from "@/components/ui/badge";
import { Note } from "@/components/ui/banner";
import { type FormField, mandatoryFields, standardFields } from "@/lib/conferences/rules";
import { type EditorValues, many } from "./values";

const row = "flex min-h-13 flex-wrap items-center gap-x-4 px-3 py-1.5 text-sm";
const listClass = "divide-y divide-border rounded-lg bg-surface shadow-e1";

/** Which standard fields guests fill in (N22). Native boxes, so that it works without scripts. */
export function FormChoice({ values }: { values: EditorValues }) {
  const t = useTranslations("editor.registration");
  const asked = many(values, "fields[]");
  const required = many(values, "required[]");
  return (
    <FormSection title={t("form")}>
      <Note tone="warning" icon={<LockOpen aria-hidden />}>
        {t("formNow")}
      </Note>
      <ul data-surface className={listClass}>
        {mandatoryFields.map((key) => (
          <li key={key} className={row}>
            <span className="min-w-0 flex-1">
              {t(`fields.${key}`)}
              <span className="block text-xs text-fg-muted">
                {key === "email" ? t("emailHelp") : t("always")}
              </span>
            </span>
            <Badge>{t("required")}</Badge>
          </li>
        ))}
        {standardFields
          .filter((key) => !mandatoryFields.includes(key))
          .map((key) => (
            <li key={key} className={`${row} group/row`}>
              <CheckboxField
                name="fields[]"
                value={key}
                label={t(`fields.${key}`)}
                defaultChecked={asked.includes(key)}
                className="min-w-32 flex-1"
              />
              <CheckboxField
                name="required[]"
                value={key}
                label={
                  <>
                    <span aria-hidden>{t("required")}</span>
                    <span className="sr-only">{t("requiredNamed", { field: t(`fields.${key}`) })}</span>
                  </>
                }
                defaultChecked={required.includes(key)}
                className="invisible group-has-[[name='fields[]']:checked]/row:visible"
              />
            </li>
          ))}
      </ul>
    </FormSection>
  );
}

/** The form of a conference that exists: to read, not to change (rule 6). */
export function FixedForm({ fields }: { fields: readonly FormField[] }) {
  const t = useTranslations("editor.registration");
  return (
    <FormSection title={t("form")}>
      <Note tone="plain" icon={<Lock aria-hidden />}>
        {t("formFixed")}
      </Note>
      <ul data-surface className={listClass}>
        {fields.map((field) => (
          <li key={field.standardKey} className={row}>
            <span className="min-w-0 flex-1">{t(`fields.${field.standardKey}`)}</span>
            {field.required ? <Badge>{t("required")}</Badge> : null}
          </li>
        ))}
      </ul>
    </FormSection>
  );
}
