import type { Answer } from "../access/http";
import { type AccessWorld, actorOf, type Persona, personas, stateOfWorld } from "../access/personas";
import { commandRows } from "../access/rows/commands";
import { quiet } from "../e2e/support/quiet";
import { owner } from "../support/database";

/** Nobody waits longer for the answer to one input, whatever it is. */
export const PATIENCE_MS = 5000;

/** Who may run a command, a person before a stranger. */
export const whoMay = (command: string): Persona => {
  const { expect } = commandRows[command] ?? {};
  return personas.find((p) => p !== "anonymous" && expect?.[p] === "ok") ?? "anonymous";
};

/** Tries are counted by network and by person; here the same person tries some thousand times. */
export async function forgetTries(): Promise<void> {
  await owner()`WITH hits AS (DELETE FROM rate_limits) DELETE FROM attempt_counters`;
}

/** Right inputs of commands that no row of the matrix runs. */
const inputsElsewhere: Record<string, Record<string, unknown>> = {
  // Somebody has set this server up already, so that every answer is a refusal.
  "accounts.setUpServer": {
    token: "A".repeat(43),
    organisation: "Troisième SARL",
    timeZone: "Europe/Paris",
    locale: "fr",
    displayName: "Tiago Tiers",
    login: "tiago-tiers",
    email: "",
    password: "une phrase assez longue",
  },
};

/** A right input for a record as it stands now: an earlier input may have been taken. */
export async function currentInput(
  command: string,
  w: AccessWorld,
  persona: Persona,
): Promise<Record<string, unknown>> {
  const row = commandRows[command];
  const input = (row ? await row.input(w, persona) : inputsElsewhere[command]) as Record<string, unknown>;
  const [stored] = input.contactId
    ? await owner()<{ version: number }[]>`SELECT version FROM contacts WHERE id = ${String(input.contactId)}`
    : input.id
      ? await owner()<{ version: number }[]>`SELECT version FROM conferences WHERE id = ${String(input.id)}`
      : [];
  return "version" in input && stored ? { ...input, version: stored.version } : input;
}

export type ActionAnswer = {
  outcome: "ok" | "refused" | "redirected" | "nothing";
  code?: string;
  values?: Record<string, unknown>;
};

type Row = { id: string; text: string; isText: boolean };

/** The rows of React's stream. Long texts are rows of their own, counted in bytes. */
function rowsOf(body: string): Row[] {
  const bytes = Buffer.from(body);
  const rows: Row[] = [];
  for (let at = 0; at < bytes.length; ) {
    const colon = bytes.indexOf(":", at);
    if (colon < 0) break;
    const id = bytes.toString("utf8", at, colon);
    if (bytes[colon + 1] === "T".charCodeAt(0)) {
      const comma = bytes.indexOf(",", colon);
      const end = comma + 1 + Number.parseInt(bytes.toString("utf8", colon + 2, comma), 16);
      rows.push({ id, text: bytes.toString("utf8", comma + 1, end), isText: true });
      at = end;
    } else {
      const end = bytes.indexOf("\n", colon);
      rows.push({ id, text: bytes.toString("utf8", colon + 1, end < 0 ? undefined : end), isText: false });
      at = end < 0 ? bytes.length : end + 1;
    }
  }
  return rows;
}

/** What a server action said, with what it gave back of what was typed. */
export function readAnswer({ headers, body }: Answer): ActionAnswer {
  if (headers["x-action-redirect"]) return { outcome: "redirected" };
  const rows = rowsOf(body);
  const root = rows.find(({ id }) => id === "0");
  const reference = root && /"a":"\$@(\w+)"/.exec(root.text)?.[1];
  const row = rows.find(({ id }) => id === reference);
  if (!row) return { outcome: "nothing" };
  const texts = new Map(rows.filter(({ isText }) => isText).map(({ id, text }) => [id, text]));
  const read = (_key: string, value: unknown) => {
    if (typeof value !== "string" || !value.startsWith("$")) return value;
    if (value.startsWith("$$")) return value.slice(1);
    return texts.get(value.slice(1)) ?? (value === "$undefined" ? undefined : value);
  };
  if (!row.text.startsWith("{")) return { outcome: "nothing" };
  const state = JSON.parse(row.text, read) as Record<string, unknown>;
  const result = (state.result ?? state) as { ok?: boolean; error?: { code: string } };
  const values = state.values as Record<string, unknown> | undefined;
  if (result.ok === undefined) return { outcome: "nothing", values };
  return { outcome: result.ok ? "ok" : "refused", code: result.error?.code, values };
}

/** A text as a form carries it: whole lines, and no halves of characters. */
export const asCarried = (text: string): string => text.toWellFormed().replace(/\r\n?|\n/g, "\r\n");

/** Markup that must stand on no page as markup. React's stream and JSON carry it as text. */
const loose = /<script>window\.__pwn|<img src=x onerror|<svg\/onload|href=["']?(javascript|data):/i;
export const breaksOut = ({ headers, body }: Answer): boolean =>
  /text\/html/.test(headers["content-type"] ?? "") && loose.test(body);

/** What people and conferences of an account look like, a line each. */
export async function recordsOf(tenantId: string): Promise<Map<string, string>> {
  const rows = await owner()<{ id: string; digest: string }[]>`
    SELECT id, hashtextextended(u::text, 0)::text AS digest FROM users u WHERE tenant_id = ${tenantId}
    UNION ALL SELECT id, hashtextextended(c::text, 0)::text FROM conferences c WHERE tenant_id = ${tenantId}
    UNION ALL SELECT id, hashtextextended(k::text, 0)::text FROM contacts k WHERE tenant_id = ${tenantId}`;
  return new Map(rows.map(({ id, digest }) => [id, digest]));
}

/** Records that were there before and look different now, but for those that were meant. */
export function touched(before: Map<string, string>, after: Map<string, string>, meant: unknown[]): string[] {
  return [...before]
    .filter(([id, digest]) => after.get(id) !== digest && !meant.includes(id))
    .map(([id]) => id);
}

/** Who acts, as the records name them. */
export async function idOf(w: AccessWorld, persona: Persona): Promise<string | null> {
  const actor = await actorOf(w, persona);
  return actor.kind === "user" ? actor.userId : null;
}

/** Runs what was refused once more, and says whether that changed anything anywhere. */
export async function leavesTheWorld(again: readonly (() => Promise<unknown>)[]): Promise<boolean> {
  await forgetTries();
  await quiet();
  const before = await stateOfWorld();
  for (const one of again) await one();
  return (await stateOfWorld()) === before;
}

/** A query or path in which every text survives, also those that are none. */
export const inAddress = (text: string): string =>
  encodeURIComponent(text.toWellFormed()).replaceAll("%EF%BF%BD", "%ED%A0%80");

/** How a value is named in a failure. */
export function described(value: unknown): string {
  const text = typeof value === "string" ? JSON.stringify(value) : (JSON.stringify(value) ?? String(value));
  return text.length > 80 ? `${text.slice(0, 60)}… (${text.length})` : text;
}
