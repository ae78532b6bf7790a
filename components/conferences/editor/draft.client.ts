"use client";

import { createContext, useContext } from "react";
import type { EditorValues } from "./values";
import type { WhenText } from "./when-text";

/** What never changes while the editor is open. */
export type EditorFacts = {
  isNew: boolean;
  id?: string;
  /** Who edits: what is kept on the device is theirs alone. */
  viewerId: string;
  locale: string;
  /** Zone of the person who plans. */
  zone: string;
  nowIso: string;
  limit: number;
  /** Seats of guests who registered. */
  guests: number;
  /** The server sends mails about conferences at all. */
  mails: boolean;
  owner: { id: string; name: string; isYou: boolean };
  /** Where pages of conferences are. */
  host: string;
  /** The link of a conference that exists. */
  link: string | null;
};

type Draft = {
  facts: EditorFacts;
  values: EditorValues;
  /** As the fields were when the editor was opened or last reconciled. */
  base: EditorValues;
  when: WhenText | null;
  /** Names of people, also of those found while the editor is open. */
  names: Map<string, string>;
  /** Reads the fields again; islands call it after they changed theirs by hand. */
  sync: () => void;
};

export const DraftContext = createContext<Draft | null>(null);

/** The draft as its fields stand at this moment. */
export function useDraft(): Draft {
  const draft = useContext(DraftContext);
  if (!draft) throw new Error("only inside the editor");
  return draft;
}
