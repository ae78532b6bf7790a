import { useTranslations } from "next-intl";
import { CheckboxField, SwitchField } from "@/components/forms/choice-fields.client";
import { SelectField, TextField } from "@/components/forms/fields.client";
import { FormGrid, FormSection } from "@/components/forms/form-layout";
import { Note } from "@/components/ui/banner";
import { cn } from "@/components/ui/cn";
import { FixedForm, FormChoice } from "./form-choice";
import type { EditorModel } from "./model";
import { Single } from "./single";
import { one } from "./values";

const ifOn = "hidden group-has-[[name=registrationOn]:checked]/editor:block";

/** Registration of guests, for public conferences with a date (N01–N13). */
export function RegistrationPanel({ model }: { model: EditorModel }) {
  const t = useTranslations("editor.registration");
  const { values, facts } = model;
  return (
    <>
      <div className="hidden group-has-[[name=kind][value=room]:is(:checked,[type=hidden])]/editor:block">
        <Note tone="plain">{t("needsDate")}</Note>
      </div>
      <div className="group-has-[[name=kind][value=room]:is(:checked,[type=hidden])]/editor:hidden">
        <Single>
          <SwitchField
            name="registrationOn"
            label={<span className="text-title font-semibold">{t("switch")}</span>}
            help={t("help")}
            defaultChecked={one(values, "registrationOn") === "on"}
          />
        </Single>
        <FormSection title={t("section")}>
          <FormGrid columns={2}>
            <SelectField
              name="closing"
              label={t("closes")}
              help={t("atStartHelp")}
              className="hidden group-has-[[name=registrationOn]:checked]/editor:flex"
              options={[
                { value: "at_start", label: t("atStart") },
                { value: "at_end", label: t("atEnd") },
              ]}
              defaultValue={one(values, "closing")}
            />
            <TextField
              name="seatLimit"
              label={t("seats")}
              help={t("seatsHelp", { limit: facts.limit })}
              type="number"
              min={2}
              max={facts.limit}
              inputMode="numeric"
              placeholder={String(facts.limit)}
              defaultValue={one(values, "seatLimit")}
            />
          </FormGrid>
          <CheckboxField
            name="autoClose"
            label={t("autoClose")}
            help={t("autoCloseHelp")}
            className={ifOn}
            defaultChecked={one(values, "autoClose") === "on"}
          />
        </FormSection>
        <div className={cn(ifOn, "border-t border-border pt-5")}>
          {model.fixedForm ? <FixedForm fields={model.fixedForm} /> : <FormChoice values={values} />}
        </div>
      </div>
    </>
  );
}
