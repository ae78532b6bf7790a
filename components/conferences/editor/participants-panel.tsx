import { useTranslations } from "next-intl";
import type { EditorModel } from "./model";
import { PeopleField } from "./people-field.client";
import { many } from "./values";

/** Whom to invite, and as what. */
export function ParticipantsPanel({ model }: { model: EditorModel }) {
  const t = useTranslations("editor.people");
  const invited = many(model.values, "participants[]").map((entry) => entry.split(":")[0]);
  const others = model.colleagues.filter(({ id }) => id !== model.facts.owner.id && !invited.includes(id));
  return (
    <>
      <PeopleField defaultEntries={many(model.values, "participants[]")} />
      {others.length > 0 ? (
        <noscript>
          <label className="mt-4 flex flex-col gap-1.5 text-sm font-medium">
            {t("noscript")}
            <select
              multiple
              size={8}
              name="participants[]"
              className="rounded-md border border-border-strong"
            >
              {others.map(({ id, name }) => (
                <option key={id} value={`${id}:attendee`}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        </noscript>
      ) : null}
    </>
  );
}
