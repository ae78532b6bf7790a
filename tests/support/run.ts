import type { Result } from "@/lib/errors";
import type { Actor } from "@/lib/server/actor";
import type { Command } from "@/lib/server/command";
import { owner } from "./database";

/** `as(actor).run(command, input)` gives the result, `.do(…)` its data or a failure that names the refusal. */
export const as = (actor: Actor) => ({
  run: <I, O>(command: Command<I, O>, input: unknown): Promise<Result<O>> => command.execute(actor, input),
  do: async <I, O>(command: Command<I, O>, input: unknown): Promise<O> => {
    const result = await command.execute(actor, input);
    if (!result.ok) throw new Error(`${command.name}: ${JSON.stringify(result.error)}`);
    return result.data;
  },
});

/** The code of a refusal, or "ok". */
export const codeOf = (result: Result<unknown>) => (result.ok ? "ok" : result.error.code);

export type Published = { channel: string; event: string; payload: Record<string, unknown> };

/** Realtime events that wait in the outbox, oldest first. */
export async function published(): Promise<Published[]> {
  const rows = await owner()<{ payload: Published }[]>`
    SELECT payload FROM outbox WHERE kind = 'publish' ORDER BY created_at, id`;
  return rows.map((r) => r.payload);
}

/** Mails that wait in the outbox: kind and entity, oldest first. */
export async function queuedMails(): Promise<{ kind: string; entityId: string; version: number }[]> {
  const rows = await owner()<{ kind: string; entity_id: string; entity_version: number }[]>`
    SELECT kind, entity_id, entity_version FROM outbox WHERE kind LIKE 'mail.%' ORDER BY created_at, id`;
  return rows.map((r) => ({ kind: r.kind, entityId: r.entity_id, version: r.entity_version }));
}
