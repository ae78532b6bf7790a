import type { CsvCell } from "@/lib/csv";
import { isoWriter } from "@/lib/time/local";
import type { EventKind, Origin } from "../rules";

/** Words of the files, in the language of the person who saves them. */
export type EntryWords = {
  signIn: { user: string; guest: string };
  origin: Record<Origin, string>;
  role: Record<"owner" | "moderator" | "attendee", string>;
  state: Record<"active" | "cancelled" | "removed", string>;
};
export type HistoryWords = { signIn: { user: string; guest: string }; event: Record<EventKind, string> };

type EntryLine = {
  name: string;
  email: string | null;
  is_user: boolean;
  origin: Origin;
  role: keyof EntryWords["role"];
  state: keyof EntryWords["state"];
  added: number;
  first: number | null;
  last: number | null;
  joins: number;
  present_s: number;
  answers: readonly { fieldId: string; value: string }[] | null;
};

/**
 * Lines of the participants file: the columns of the list, then one for each field of the registration form. Instants
 * are ISO with their offset, and the zone they are written in stands beside them.
 */
export async function* entryCells(
  lines: AsyncIterable<EntryLine>,
  { zone, words, fieldIds }: { zone: string; words: EntryWords; fieldIds: readonly string[] },
): AsyncGenerator<CsvCell[]> {
  const iso = isoWriter(zone);
  const at = (ms: number | null) => (ms === null ? null : iso(new Date(ms)));
  for await (const line of lines) {
    const answers = new Map(line.answers?.map(({ fieldId, value }) => [fieldId, value]));
    yield [
      line.name,
      line.email,
      line.is_user ? words.signIn.user : words.signIn.guest,
      words.origin[line.origin],
      words.role[line.role],
      words.state[line.state],
      at(line.added),
      at(line.first),
      at(line.last),
      zone,
      line.joins,
      line.present_s,
      ...fieldIds.map((id) => answers.get(id)),
    ];
  }
}

type HistoryLine = { at: number; kind: EventKind; name: string; email: string | null; is_user: boolean };

/** Lines of the history file: one for each entry and exit. */
export async function* historyCells(
  lines: AsyncIterable<HistoryLine>,
  { zone, words }: { zone: string; words: HistoryWords },
): AsyncGenerator<CsvCell[]> {
  const iso = isoWriter(zone);
  for await (const line of lines) {
    yield [
      iso(new Date(line.at)),
      zone,
      line.name,
      line.email,
      line.is_user ? words.signIn.user : words.signIn.guest,
      words.event[line.kind],
    ];
  }
}
