import { useTranslations } from "next-intl";
import { CheckboxField, SwitchField } from "@/components/forms/choice-fields.client";
import { TextField } from "@/components/forms/fields.client";
import { FormSection } from "@/components/forms/form-layout";
import { Note } from "@/components/ui/banner";
import type { EditorModel } from "./model";
import { PinField } from "./pin-field.client";
import { Single } from "./single";
import { one } from "./values";

/** ID, PIN, place and mails (M01–M06, M12–M15). */
export function AdditionalPanel({ model }: { model: EditorModel }) {
  const t = useTranslations("editor");
  const { values, facts, generatedId } = model;
  return (
    <>
      <FormSection title={t("id")}>
        <p className="text-sm text-fg-muted num">
          {generatedId
            ? t("idIs", { id: generatedId })
            : facts.isNew
              ? t.rich("idGenerated", { id: (text) => <span className="whitespace-nowrap">{text}</span> })
              : null}
        </p>
        <div className="hidden group-has-[[name=visibility][value=public]:is(:checked,[type=hidden])]/editor:block">
          <TextField
            name="publicId"
            label={t("ownId")}
            help={t("idHelp")}
            maxLength={64}
            autoComplete="off"
            className="max-w-96"
            defaultValue={one(values, "publicId")}
          />
        </div>
      </FormSection>
      <FormSection title={t("pin.label")}>
        <CheckboxField
          name="secured"
          label={t("pin.use")}
          help={t("pin.useHelp")}
          defaultChecked={one(values, "secured") === "on"}
        />
        <div className="hidden group-has-[[name=secured]:checked]/editor:block">
          <PinField defaultValue={one(values, "pin")} />
        </div>
      </FormSection>
      <Single>
        <TextField
          name="location"
          label={t("location")}
          help={t("locationHelp")}
          maxLength={200}
          autoComplete="off"
          defaultValue={one(values, "location")}
        />
      </Single>
      <FormSection title={t("invitations")}>
        <SwitchField
          name="sendInvitations"
          label={t("mail")}
          help={t("mailHelp")}
          defaultChecked={one(values, "sendInvitations") === "on"}
        />
        {facts.mails ? null : <Note tone="plain">{t("mailOff")}</Note>}
      </FormSection>
    </>
  );
}
