"use client";

import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useId, useState } from "react";
import { Avatar } from "@/components/ui/avatar";
import { cn } from "@/components/ui/cn";
import { FieldLayout, fieldIds } from "@/components/ui/field-layout";
import { Input, InputGroup } from "@/components/ui/input";
import { type Found, useInvitees } from "./use-invitees.client";

/** Finds people of the account by what is typed; arrows choose, Enter adds, Esc closes. */
export function PeopleSearch({
  id,
  describedBy,
  chosen,
  onAdd,
}: {
  id: string;
  describedBy?: string;
  chosen: string[];
  onAdd: (person: Found) => void;
}) {
  const t = useTranslations("editor.people");
  const listId = useId();
  const [typed, setTyped] = useState("");
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const { state, people: found } = useInvitees(typed, isOpen);
  const people = found.filter((person) => !chosen.includes(person.id));
  const at = Math.min(active, people.length - 1);
  const isShown = isOpen && (people.length > 0 || (typed.trim() !== "" && state !== "waiting"));

  function choose(person: Found | undefined) {
    if (!person) return;
    onAdd(person);
    setTyped("");
    setActive(0);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "Enter") {
      // Enter belongs to the list here, never to the form.
      event.preventDefault();
      if (isShown) choose(people[at]);
      else setOpen(true);
    } else if (event.key === "Escape" && isShown) {
      event.preventDefault();
      event.stopPropagation();
      setOpen(false);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (isShown) setActive((at + step + people.length) % Math.max(1, people.length));
      else setOpen(true);
    }
  }

  const status = state === "failed" ? t("failed") : people.length === 0 ? t("nobody") : null;
  return (
    <FieldLayout id={id} label={t("add")} help={t("help")} className="noscript:hidden">
      <div className="relative">
        <InputGroup icon={<Search aria-hidden />}>
          <Input
            id={id}
            role="combobox"
            aria-expanded={isShown}
            aria-controls={listId}
            aria-autocomplete="list"
            aria-activedescendant={isShown && people[at] ? `${listId}-${people[at].id}` : undefined}
            aria-describedby={cn(fieldIds(id).help, describedBy)}
            aria-invalid={describedBy ? true : undefined}
            autoComplete="off"
            spellCheck={false}
            value={typed}
            onChange={(event) => {
              // Not a field of the form: what is typed here is only looked for.
              event.stopPropagation();
              setTyped(event.target.value);
              setActive(0);
              setOpen(true);
            }}
            onFocus={() => setOpen(true)}
            onBlur={() => setOpen(false)}
            onKeyDown={onKeyDown}
          />
        </InputGroup>
        <div
          hidden={!isShown}
          className="absolute inset-x-0 top-full z-10 mt-1 max-h-80 overflow-y-auto rounded-md bg-raised p-1 shadow-e2"
        >
          <div id={listId} role="listbox" aria-label={t("results")}>
            {people.map((person, index) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the input
              <div
                key={person.id}
                id={`${listId}-${person.id}`}
                role="option"
                tabIndex={-1}
                aria-selected={index === at}
                // Before the input loses its focus.
                onPointerDown={(event) => event.preventDefault()}
                onClick={() => choose(person)}
                className={cn(
                  "flex min-h-9 cursor-pointer items-center gap-2.5 rounded-sm px-2 py-1 text-sm hover:bg-hover touch:min-h-11",
                  index === at && "bg-selected",
                )}
              >
                <Avatar name={person.name} id={person.id} size={22} decorative />
                <span className="min-w-0 flex-1 wrap-anywhere">{person.name}</span>
              </div>
            ))}
          </div>
          {status ? <p className="px-2 py-1.5 text-sm text-fg-muted">{status}</p> : null}
        </div>
        <span role="status" className="sr-only">
          {isShown && state === "ready" ? t("found", { count: people.length }) : null}
        </span>
      </div>
    </FieldLayout>
  );
}
