import type { FormField } from "@/lib/conferences/rules";
import type { ZoneGroup } from "@/lib/time/zones";
import type { EditorFacts } from "./draft.client";
import type { EditorValues } from "./values";
import type { WhenText } from "./when-text";

/** Everything that the editor's parts show, prepared on the server. */
export type EditorModel = {
  facts: EditorFacts;
  values: EditorValues;
  when: WhenText | null;
  version?: number;
  savedBy?: string;
  /** Names of the people invited. */
  people: { id: string; name: string }[];
  /** The first of the directory, for browsers without scripts. */
  colleagues: { id: string; name: string }[];
  lengths: { value: string; label: string }[];
  zones: ZoneGroup[];
  /** The generated ID as people read it; null for a new conference or one with an ID of its own. */
  generatedId: string | null;
  /** Form of a conference that exists; null while it can still be chosen. */
  fixedForm: FormField[] | null;
};
