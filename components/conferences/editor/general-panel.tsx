import { DoorOpen } from "lucide-react";
import { useTranslations } from "next-intl";
import { RadioCardsField, SegmentedField } from "@/components/forms/choice-fields.client";
import { SelectField, TextareaField, TextField } from "@/components/forms/fields.client";
import { FormSection } from "@/components/forms/form-layout";
import { ModePicture } from "./mode-picture";
import type { EditorModel } from "./model";
import { Single } from "./single";
import { one } from "./values";
import { StartFields, WhenHints } from "./when-fields.client";

/** Name, mode, date and description (J09–J15). */
export function GeneralPanel({ model }: { model: EditorModel }) {
  const t = useTranslations("editor");
  const { values, facts } = model;
  return (
    <>
      <Single>
        <TextField
          name="name"
          label={t("name")}
          required
          maxLength={120}
          counter
          autoComplete="off"
          defaultValue={one(values, "name")}
        />
      </Single>
      <FormSection title={t("mode")}>
        <ModeCard limit={facts.limit} />
      </FormSection>
      <FormSection title={t("when")}>
        <Kind model={model} />
        <p className="hidden text-sm text-fg-muted group-has-[[name=kind][value=room]:is(:checked,[type=hidden])]/editor:block">
          {t("roomHelp")}
        </p>
        <div className="flex flex-col gap-3 group-has-[[name=kind][value=room]:is(:checked,[type=hidden])]/editor:hidden">
          <div className="grid items-start gap-x-2.5 gap-y-3 phone:grid-cols-2 phone:*:first:col-span-2 phone:*:last:col-span-2 md:grid-cols-[1.55fr_1fr_1fr_1.9fr]">
            <StartFields />
            <SelectField
              name="durationMin"
              label={t("length")}
              options={model.lengths}
              defaultValue={one(values, "durationMin")}
            />
            <SelectField name="timeZone" label={t("zone")} defaultValue={one(values, "timeZone")}>
              {model.zones.map((group) => (
                <optgroup key={group.region} label={group.region}>
                  {group.options.map((zone) => (
                    <option key={zone.value} value={zone.value}>
                      {zone.label}
                    </option>
                  ))}
                </optgroup>
              ))}
            </SelectField>
          </div>
          <WhenHints />
        </div>
      </FormSection>
      <Single>
        <TextareaField
          name="description"
          label={t("description")}
          help={t("descriptionHelp")}
          rows={4}
          maxLength={4000}
          defaultValue={one(values, "description")}
        />
      </Single>
      {facts.isNew ? (
        <input type="hidden" name="visibility" value={one(values, "visibility")} />
      ) : (
        <FormSection title={t("type.legend")}>
          <RadioCardsField
            name="visibility"
            legend={t("type.legend")}
            hideLegend
            columns={2}
            defaultValue={one(values, "visibility")}
            options={[
              { value: "private", title: t("type.private"), description: t("type.privateHelp") },
              { value: "public", title: t("type.public"), description: t("type.publicHelp") },
            ]}
          />
        </FormSection>
      )}
    </>
  );
}

/** The one mode there is, with what it carries: there is nothing to choose yet, but a limit to know. */
function ModeCard({ limit }: { limit: number }) {
  const t = useTranslations("editor");
  const words = useTranslations("conferences.mode");
  return (
    <div
      data-surface
      className="flex items-start gap-4 rounded-[10px] bg-surface p-3 text-sm shadow-[inset_0_0_0_2px_var(--primary)]"
    >
      <ModePicture className="shrink-0 text-primary" />
      <div className="min-w-0">
        <input type="hidden" name="mode" value="all_on_screen" />
        <p className="font-medium">{words("all_on_screen")}</p>
        <p className="text-xs text-fg-muted">{t("modeHelp")}</p>
        <p className="mt-1 text-xs text-fg-muted">{t("modeLimit", { limit })}</p>
      </div>
    </div>
  );
}

/** A room and a date: chosen once, since neither turns into the other. */
function Kind({ model }: { model: EditorModel }) {
  const t = useTranslations("editor");
  const kind = one(model.values, "kind");
  if (!model.facts.isNew) {
    return (
      <p className="text-sm text-fg-muted">
        <input type="hidden" name="kind" value={kind} />
        {kind === "room" ? t("kindFixedRoom") : t("kindFixedScheduled")}
      </p>
    );
  }
  return (
    <SegmentedField
      name="kind"
      legend={t("kind")}
      hideLegend
      defaultValue={kind}
      options={[
        { value: "scheduled", label: t("scheduled") },
        { value: "room", label: t("room"), icon: <DoorOpen aria-hidden /> },
      ]}
    />
  );
}
