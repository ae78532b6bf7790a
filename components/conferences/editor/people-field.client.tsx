"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { useField } from "@/components/forms/form-context.client";
import { Avatar } from "@/components/ui/avatar";
import { ErrorText, fieldIds } from "@/components/ui/field-layout";
import { IconButton } from "@/components/ui/icon-button.client";
import { SelectNative } from "@/components/ui/input";
import { useAnnounce } from "@/components/ui/live-region.client";
import { SeatBar } from "@/components/ui/progress";
import { useDraft } from "./draft.client";
import { PeopleSearch } from "./people-search.client";
import { useSeats } from "./use-problems.client";

type Person = { id: string; role: string };

const parse = (entry: string): Person => {
  const [id = "", role = "attendee"] = entry.split(":");
  return { id, role };
};

/** The list of invited people. Each row's role is the field that is sent. */
export function PeopleField({ defaultEntries }: { defaultEntries: string[] }) {
  const t = useTranslations("editor.people");
  const roles = useTranslations("conferences.role");
  const { facts, names, sync } = useDraft();
  const field = useField("participants");
  const typed = useField("participants[]").typedValues;
  const [people, setPeople] = useState(() => (typed ?? defaultEntries).filter(Boolean).map(parse));
  const [announce, region] = useAnnounce();
  const list = useRef<HTMLUListElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the fields of the rows are in the page only afterwards
  useEffect(sync, [people, sync]);

  function add({ id, name }: { id: string; name: string }) {
    names.set(id, name);
    setPeople((all) => (all.some((p) => p.id === id) ? all : [...all, { id, role: "attendee" }]));
    announce(t("added", { name }));
  }

  function remove(id: string) {
    const index = people.findIndex((p) => p.id === id);
    setPeople((all) => all.filter((p) => p.id !== id));
    announce(t("removed", { name: names.get(id) ?? "" }));
    // Focus must not fall out of the page with the row.
    const next = people[index + 1] ?? people[index - 1];
    const row = next ? list.current?.querySelector(`[data-person="${next.id}"] button`) : null;
    const target = row ?? document.getElementById(field.id);
    if (target instanceof HTMLElement) target.focus();
  }

  return (
    <div className="flex flex-col gap-5">
      <PeopleSearch
        id={field.id}
        describedBy={field.error ? fieldIds(field.id).error : undefined}
        chosen={[facts.owner.id, ...people.map((p) => p.id)]}
        onAdd={add}
      />
      {field.error ? <ErrorText id={fieldIds(field.id).error}>{field.error}</ErrorText> : null}
      {region}
      <section aria-label={t("list")}>
        <Seats />
        <ul ref={list} data-surface className="mt-3 divide-y divide-border rounded-lg bg-surface shadow-e1">
          <li className="flex min-h-13 items-center gap-3 px-3 py-2 text-sm">
            <Avatar name={facts.owner.name} id={facts.owner.id} size={28} decorative />
            <span className="min-w-0 flex-1 truncate">
              {facts.owner.isYou ? t("you", { name: facts.owner.name }) : facts.owner.name}
            </span>
            <span className="text-fg-muted">{t("owner")}</span>
          </li>
          {people.map((person) => {
            const name = names.get(person.id) ?? "";
            return (
              <li
                key={person.id}
                data-person={person.id}
                className="flex min-h-13 items-center gap-3 px-3 py-2 text-sm phone:flex-wrap phone:gap-y-1"
              >
                <Avatar name={name} id={person.id} size={28} decorative />
                <span className="min-w-0 flex-1 wrap-anywhere">{name}</span>
                <SelectNative
                  name="participants[]"
                  aria-label={t("roleOf", { name })}
                  size={32}
                  className="w-36 phone:order-1 phone:ms-10 phone:w-full"
                  defaultValue={`${person.id}:${person.role}`}
                  options={(["attendee", "moderator"] as const).map((role) => ({
                    value: `${person.id}:${role}`,
                    label: roles(role),
                  }))}
                />
                <IconButton
                  name={t("remove", { name })}
                  icon={<X aria-hidden />}
                  onClick={() => remove(person.id)}
                />
              </li>
            );
          })}
        </ul>
        {people.length > 0 ? (
          <p className="mt-2 text-xs text-fg-muted">{t("moderatorHelp")}</p>
        ) : (
          <p className="mt-2 text-sm text-fg-muted">{t("none")}</p>
        )}
      </section>
    </div>
  );
}

/** How many seats would be taken, with a warning in time. */
function Seats() {
  const t = useTranslations("editor.people");
  const { facts } = useDraft();
  const { seats, taken } = useSeats();
  return (
    <div aria-live="polite">
      <SeatBar taken={taken} seats={seats} label={t("seats", { taken, seats })} />
      {facts.guests > 0 ? (
        <p className="mt-1 text-xs text-fg-muted">{t("guests", { count: facts.guests })}</p>
      ) : null}
      {taken > seats ? <ErrorText className="mt-1.5">{t("over", { taken, seats })}</ErrorText> : null}
    </div>
  );
}
