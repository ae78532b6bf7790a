"use client";

import { useRouter } from "next/navigation";
import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { ActionForm, type FormAction } from "@/components/forms/action-form.client";
import { revealFirst } from "@/components/forms/error-summary.client";
import { RequestId } from "@/components/forms/request-id.client";
import type { FormState } from "@/lib/errors";
import { ConflictPanel } from "./conflict-panel.client";
import { DraftContext, type EditorFacts } from "./draft.client";
import { DraftOffer } from "./draft-offer.client";
import { useDeviceDraft } from "./use-device-draft.client";
import { useWhen } from "./use-when.client";
import { type EditorValues, readMine, readValues } from "./values";
import type { WhenText } from "./when-text";

const FORM = "editor";

type Props = {
  action: FormAction;
  facts: EditorFacts;
  /** The stored conference, or what a new one begins with. */
  values: EditorValues;
  when: WhenText | null;
  version?: number;
  savedBy?: string;
  people: { id: string; name: string }[];
  /** Names of the fields, for the list of errors where there are no scripts. */
  labels: Record<string, string>;
  children: ReactNode;
};

/** The editor's one form: knows the draft as it is typed, and brings two people's versions together. */
export function EditorForm({
  action,
  facts,
  values,
  when,
  version,
  savedBy,
  people,
  labels,
  children,
}: Props) {
  const router = useRouter();
  const box = useRef<HTMLDivElement>(null);
  const [names] = useState(() => new Map<string, string>());
  // Again with each version that arrives, beside those found meanwhile.
  for (const person of people) names.set(person.id, person.name);
  // Each round is a form begun anew from reconciled values.
  const [round, setRound] = useState({
    no: 0,
    version,
    base: values,
    values: undefined as EditorValues | undefined,
    isSent: false,
  });
  const [draft, setDraft] = useState(values);
  const [mine, setMine] = useState<EditorValues | null>(null);
  const words = useWhen(draft, when, facts);
  const sent = useRef(false);

  const formOf = useCallback(() => box.current?.querySelector<HTMLFormElement>(`#${FORM}`) ?? null, []);
  const device = useDeviceDraft({ facts, draft, round, names, sent, formOf });
  const sync = useCallback(() => {
    const form = formOf();
    if (form) setDraft(readValues(form));
  }, [formOf]);

  useEffect(() => {
    if (round.isSent) formOf()?.requestSubmit();
  }, [round, formOf]);

  function restore() {
    const left = device.offer;
    if (!left) return;
    for (const [id, name] of left.names) names.set(id, name);
    setDraft(left.values);
    setRound({
      no: round.no + 1,
      version: left.version,
      base: left.base,
      values: left.values,
      isSent: false,
    });
    device.answer();
  }

  function onResult({ result }: FormState) {
    sent.current = false;
    const form = formOf();
    if (!form || !result || result.ok) return;
    if (result.error.code === "conflict") {
      setMine(readMine(form, round.base));
      // Brings the version that was saved meanwhile.
      router.refresh();
    } else revealFirst(form, FORM, Object.keys(result.error.fields ?? {}));
  }

  function onSubmit() {
    sent.current = true;
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== "s" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    formOf()?.requestSubmit();
  }

  const context = useMemo(
    () => ({ facts, values: draft, base: round.base, when: words, names, sync }),
    [facts, draft, round.base, words, names, sync],
  );
  return (
    <DraftContext value={context}>
      {device.offer ? <DraftOffer onRestore={restore} onDiscard={device.discard} /> : null}
      {mine ? (
        <ConflictPanel
          base={round.base}
          mine={mine}
          theirs={version === round.version ? null : values}
          savedBy={savedBy ?? ""}
          onChoose={(chosen) => {
            setMine(null);
            setDraft(chosen);
            setRound({ no: round.no + 1, version, base: values, values: chosen, isSent: true });
          }}
        />
      ) : null}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: only listens to what its form says and to Ctrl+S */}
      <div
        ref={box}
        onChange={sync}
        onKeyDown={onKeyDown}
        onSubmit={onSubmit}
        // The panel above says it at length; the short word of it is for those who hear the page.
        className={mine ? "[&>form>[role=alert]]:sr-only" : undefined}
      >
        <ActionForm
          key={round.no}
          id={FORM}
          action={action}
          initial={round.values ? { at: round.no, values: round.values } : undefined}
          guard
          isChanged={round.no > 0}
          onLeave={device.discard}
          labels={labels}
          className="group/editor"
          onResult={onResult}
        >
          {facts.isNew ? <RequestId /> : <input type="hidden" name="id" value={facts.id} />}
          {facts.isNew ? null : <input type="hidden" name="version" value={round.version} />}
          {children}
        </ActionForm>
      </div>
    </DraftContext>
  );
}
