"use client";

import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import * as z from "zod/mini";
import { DRAFT_PREFIX } from "@/lib/device-drafts.client";
import type { EditorFacts } from "./draft.client";
import { type EditorValues, fieldsInOrder, readMine, sameValue } from "./values";

const values = z.record(z.string(), z.union([z.string(), z.array(z.string())]));
const stored = z.object({
  /** Milliseconds since 1970, by the clock of this device. */
  at: z.number(),
  version: z.optional(z.number()),
  /** The fields as they were when the editing began: a later save by somebody else is then seen. */
  base: values,
  values,
  names: z.array(z.tuple([z.string(), z.string()])),
});
export type DeviceDraft = z.output<typeof stored>;

/** A forgotten draft goes by itself: others may use the device. */
const KEPT_MS = 7 * 24 * 3_600_000;

/** One per person and conference; new ones are told apart by what they are to become. */
const keyOf = ({ viewerId, id }: EditorFacts, { visibility, kind }: EditorValues) =>
  `${DRAFT_PREFIX}${viewerId}.${id ?? `new-${visibility}-${kind}`}`;

function read(key: string): DeviceDraft | null {
  try {
    const found = stored.safeParse(JSON.parse(localStorage.getItem(key) ?? "null"));
    if (found.success && Date.now() - found.data.at < KEPT_MS) return found.data;
    localStorage.removeItem(key);
  } catch {
    // No storage on this device, or something else was written there: nothing is offered.
  }
  return null;
}

function write(key: string, draft: DeviceDraft | null): void {
  try {
    if (draft) localStorage.setItem(key, JSON.stringify(draft));
    else localStorage.removeItem(key);
  } catch {
    // Full or forbidden: the form works without it.
  }
}

/** A PIN opens a door, so it is not left on a device. */
const withoutPin = ({ pin: _pin, ...others }: EditorValues): EditorValues => others;

const kept = fieldsInOrder.filter((name) => name !== "pin");
const isSame = (a: EditorValues, b: EditorValues) => kept.every((name) => sameValue(a, b, name));

type Editing = {
  facts: EditorFacts;
  draft: EditorValues;
  round: { base: EditorValues; version?: number };
  names: Map<string, string>;
  /** True from sending until a refusal: leaving the page then means that it was saved. */
  sent: RefObject<boolean>;
  formOf: () => HTMLFormElement | null;
};

/**
 * Keeps what is typed on this device until it is saved or thrown away, and offers what a crash or a closed tab left.
 * While the offer stands, nothing is written over it.
 */
export function useDeviceDraft({ facts, draft, round, names, sent, formOf }: Editing) {
  const { base, version } = round;
  const [key] = useState(() => keyOf(facts, base));
  const [offer, setOffer] = useState<DeviceDraft | null | undefined>();
  const first = useRef(base);

  useEffect(() => {
    const found = read(key);
    setOffer(found && !isSame(found.values, first.current) ? found : null);
    return () => {
      if (sent.current) write(key, null);
    };
  }, [key, sent]);

  useEffect(() => {
    if (offer !== null) return;
    const form = formOf();
    const mine = form ? readMine(form, base) : draft;
    const isChanged = !isSame(mine, base);
    const people = [mine["participants[]"] ?? []].flat().map((entry) => entry.split(":")[0] ?? "");
    write(
      key,
      isChanged
        ? {
            at: Date.now(),
            version,
            base: withoutPin(base),
            values: withoutPin(mine),
            names: people.map((id) => [id, names.get(id) ?? ""]),
          }
        : null,
    );
  }, [offer, key, draft, base, version, names, formOf]);

  const answer = useCallback(() => setOffer(null), []);
  const discard = useCallback(() => {
    write(key, null);
    setOffer(null);
  }, [key]);
  return { offer: offer ?? null, answer, discard };
}
