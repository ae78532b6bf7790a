import "server-only";
import { randomInt, randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import type * as z from "zod";
import { pool } from "@/db/client";
import { isConnectionLoss, isServerTrouble, patiently } from "@/db/gate";
import { auditEvents, outbox } from "@/db/schema";
import {
  AppError,
  codeOfConstraint,
  type ErrorCode,
  type ErrorParams,
  type FieldErrors,
  type Result,
  sqlState,
} from "@/lib/errors";
import { uuidv7 } from "@/lib/ids";
import type { Actor } from "./actor";
import { sha256 } from "./crypto";
import { log } from "./log";
import { type Hit, hitAll, type RateLimit } from "./rate-limit";
import { enter, openScope, type Scope, type Tx } from "./scope";

/** The answer of a policy: allowed, or the reason that the person sees. */
export type Decision = true | { reason: ErrorCode; params?: Record<string, string | number> };

/** Says in so many words that everybody may run a command; such a command must name its rate limit. */
export const anyone = Symbol("anyone");

/** Where a command happens. Users are in their account; for others the input leads to it. */
export type Reach = { tenantId: string; conferenceId?: string };

type Limit<I> = RateLimit & { by: "address" | "actor" | ((input: I, actor: Actor) => string) };

export type Audit = { targetId?: string; diff?: Record<string, unknown> };

export type CommandContext = {
  actor: Actor;
  scope: Scope;
  tx: Tx;
  tenantId: string;
  /** Work after the commit; one row for the same (kind, entity, recipient, version). */
  enqueue(work: {
    kind: string;
    entityId: string;
    recipient?: string;
    version?: number;
    payload?: Record<string, unknown>;
  }): void;
  /** A realtime event after the commit: a hint, the database is the truth. */
  publish(channel: string, event: string, payload: Record<string, unknown>, exceptSocket?: string): void;
  /** Ends the user's realtime connections after the commit and its events; pages that still may listen come back. */
  disconnect(userId: string): void;
  /** What the audit row says beside who and when. */
  audit(entry: Audit): void;
};

type Spec<I, S, P, O> = {
  name: string;
  input: z.ZodType<I>;
  /** Where the command happens, for actors outside an account. Null: not found. */
  reach?: (input: I, actor: Actor, prepared: P) => Promise<Reach | null>;
  /** Work that must not happen inside a transaction, such as hashing. */
  prepare?: (input: I, actor: Actor) => Promise<P>;
  /** The record that the command is about, found through the scope. Null: not found. */
  subject: (scope: Scope, input: I, prepared: P) => Promise<S | null>;
  role?: "foyer_app" | "foyer_control" | "foyer_worker";
  /** The same key and input give the same answer for a day; the field of the input that carries the key. */
  idempotencyKey?: (input: I) => string | undefined;
  /** Successes are in the audit log unless they are mere traffic (heartbeats, signals). */
  audited?: boolean;
  run: (context: CommandContext, input: I, subject: S, prepared: P) => Promise<O>;
} & (
  | { can: (actor: Actor, subject: S, input: I) => Decision; limits?: Limit<I>[] }
  | { can: typeof anyone; limits: [Limit<I>, ...Limit<I>[]] }
);

export type Command<I = unknown, O = unknown> = {
  readonly name: string;
  readonly isPublic: boolean;
  execute(actor: Actor, raw: unknown): Promise<Result<O>>;
  readonly input: z.ZodType<I>;
};

const registry = new Map<string, Command>();

/** Every command of the product, by name: the access matrix must have a row for each. */
export const commandRegistry: ReadonlyMap<string, Command> = registry;

/** The one door of every write: parse, open a transaction, load the subject within reach, `can`, run, audit and outbox. */
export function command<I, S, O, P = undefined>(spec: Spec<I, S, P, O>): Command<I, O> {
  const made: Command<I, O> = {
    name: spec.name,
    isPublic: spec.can === anyone,
    input: spec.input,
    execute: (actor, raw) => patiently(() => execute(spec, actor, raw)),
  };
  registry.set(spec.name, made as Command);
  return made;
}

async function execute<I, S, P, O>(spec: Spec<I, S, P, O>, actor: Actor, raw: unknown): Promise<Result<O>> {
  try {
    const parsed = spec.input.safeParse(raw);
    await countHits(spec, actor, parsed.success ? parsed.data : undefined);
    if (!parsed.success) throw invalid(parsed.error);
    const input = parsed.data;
    const prepared = (await spec.prepare?.(input, actor)) as P;
    const reach = await reachOf(spec, input, actor, prepared);
    const data = await withRetries(() => transact(spec, actor, input, prepared, reach));
    return { ok: true, data };
  } catch (error) {
    return { ok: false, error: toWire(error, spec.name, actor) };
  }
}

async function countHits<I, S, P, O>(spec: Spec<I, S, P, O>, actor: Actor, input: I | undefined) {
  const hits = (spec.limits ?? []).flatMap((limit): Hit[] => {
    const who =
      limit.by === "address"
        ? actor.request.address
        : limit.by === "actor"
          ? actorKey(actor)
          : input === undefined
            ? undefined
            : limit.by(input, actor);
    const { max, seconds } = limit;
    return who === undefined ? [] : [{ key: `${spec.name}:${seconds}:${who}`, max, seconds }];
  });
  const wait = await hitAll(hits);
  if (wait > 0) throw new AppError("too_many_requests", { seconds: wait });
}

async function reachOf<I, S, P, O>(
  spec: Spec<I, S, P, O>,
  input: I,
  actor: Actor,
  prepared: P,
): Promise<Reach> {
  const reach = spec.reach
    ? await spec.reach(input, actor, prepared)
    : actor.kind === "user" || actor.kind === "guest"
      ? { tenantId: actor.tenantId }
      : null;
  if (!reach) throw new AppError(actor.kind === "anonymous" && !spec.reach ? "signed_out" : "not_found");
  return reach;
}

async function transact<I, S, P, O>(
  spec: Spec<I, S, P, O>,
  actor: Actor,
  input: I,
  prepared: P,
  reach: Reach,
) {
  try {
    return await pool().db.transaction(async (tx) => {
      const userId = actor.kind === "user" ? actor.userId : undefined;
      const now = await enter(tx, spec.role ?? "foyer_app", { tenantId: reach.tenantId, userId });
      const scope = openScope(actor, tx, reach.tenantId, now);
      const before = await recall(spec, scope, input);
      if (before) return before.response as O;
      const subject = await spec.subject(scope, input, prepared);
      if (subject === null) throw new AppError("not_found");
      if (spec.can !== anyone) {
        const decision = spec.can(actor, subject, input);
        if (decision !== true) throw new Denied(decision.reason, decision.params);
      }
      const { context, flush } = makeContext(spec.name, actor, scope);
      const output = await spec.run(context, input, subject, prepared);
      await flush(spec.audited !== false);
      await remember(spec, scope, input, output);
      return output;
    });
  } catch (error) {
    if (error instanceof Denied) await auditDenial(spec.name, actor, reach, error);
    throw error;
  }
}

class Denied extends AppError {}

function makeContext(name: string, actor: Actor, scope: Scope) {
  const work: (typeof outbox.$inferInsert)[] = [];
  let entry: Audit = {};
  const { tx, tenantId } = scope;
  const context: CommandContext = {
    actor,
    scope,
    tx,
    tenantId,
    enqueue: ({ kind, entityId, recipient = "", version = 1, payload = {} }) =>
      work.push({ id: uuidv7(), tenantId, kind, entityId, recipient, entityVersion: version, payload }),
    publish: (channel, event, payload, exceptSocket) =>
      work.push({
        id: uuidv7(),
        tenantId,
        kind: "publish",
        entityId: randomUUID(),
        payload: { channel, event, payload, exceptSocket },
      }),
    disconnect: (userId) =>
      work.push({ id: uuidv7(), tenantId, kind: "disconnect", entityId: randomUUID(), payload: { userId } }),
    audit: (next) => {
      entry = next;
    },
  };
  const flush = (audited: boolean) =>
    Promise.all([
      work.length > 0 && tx.insert(outbox).values(work).onConflictDoNothing(),
      audited && tx.insert(auditEvents).values(auditRow(name, actor, tenantId, "ok", entry)),
    ]);
  return { context, flush };
}

function auditRow(action: string, actor: Actor, tenantId: string, outcome: "ok" | "denied", entry: Audit) {
  return {
    tenantId,
    id: uuidv7(),
    actorKind: actor.kind,
    actorId: actor.kind === "user" ? actor.userId : actor.kind === "guest" ? actor.participantId : null,
    action,
    targetId: entry.targetId ?? null,
    outcome,
    requestId: actor.request.id,
    ip: actor.request.address,
    userAgent: actor.request.userAgent ?? null,
    diff: entry.diff ?? null,
  };
}

/** A refusal is remembered in a transaction of its own: that of the command is rolled back. */
async function auditDenial(name: string, actor: Actor, reach: Reach, error: AppError) {
  await pool().db.transaction(async (tx) => {
    await enter(tx, "foyer_app", { tenantId: reach.tenantId });
    await tx
      .insert(auditEvents)
      .values({ ...auditRow(name, actor, reach.tenantId, "denied", {}), reason: error.code });
  });
}

function actorKey(actor: Actor): string {
  if (actor.kind === "user") return `user:${actor.userId}`;
  if (actor.kind === "guest") return `guest:${actor.participantId}`;
  return actor.kind === "system" ? `system:${actor.reason}` : `address:${actor.request.address}`;
}

async function recall<I, S, P, O>(spec: Spec<I, S, P, O>, scope: Scope, input: I) {
  const key = spec.idempotencyKey?.(input);
  if (!key) return undefined;
  const digest = sha256(JSON.stringify([spec.name, input]));
  const actor = actorKey(scope.actor);
  // Taking the row first makes the second of two simultaneous requests wait for the first one's answer.
  const taken =
    await scope.tx.execute(sql`INSERT INTO idempotency_keys (tenant_id, actor_key, key, request_sha256)
    VALUES (${scope.tenantId}, ${actor}, ${key}, ${digest}) ON CONFLICT DO NOTHING RETURNING 1`);
  if (taken.length > 0) return undefined;
  const [row] = await scope.tx.execute<{ same: boolean; response: unknown }>(sql`
    SELECT request_sha256 = ${digest} AS same, response FROM idempotency_keys
    WHERE tenant_id = ${scope.tenantId} AND actor_key = ${actor} AND key = ${key}`);
  if (!row?.same) throw new AppError("already_sent");
  return { response: row.response };
}

async function remember<I, S, P, O>(spec: Spec<I, S, P, O>, scope: Scope, input: I, output: O) {
  const key = spec.idempotencyKey?.(input);
  if (!key) return;
  await scope.tx.execute(sql`UPDATE idempotency_keys SET response = ${JSON.stringify(output)}::jsonb
    WHERE tenant_id = ${scope.tenantId} AND actor_key = ${actorKey(scope.actor)} AND key = ${key}`);
}

/** Deadlock, serialization failure, a lock that was not free in time: tried again, at most three times with jitter. */
const passing = new Set(["40P01", "40001", "55P03"]);

/** Somebody else was first, and the command reads anew what it was based on; a conflict if that happens again and again. */
export class Overtaken extends AppError {
  constructor() {
    super("conflict");
  }
}

async function withRetries<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const state = sqlState(error);
      const passes = error instanceof Overtaken || (state !== undefined && passing.has(state));
      if (attempt > 3 || !passes) throw error;
      await new Promise((resolve) => setTimeout(resolve, randomInt(40 * attempt)));
    }
  }
}

/** zod messages of our schemas are error codes; anything else is "invalid". */
function invalid(error: z.ZodError): AppError {
  const fields: FieldErrors = {};
  // No form has as many fields; an answer that names a thousand mistakes helps nobody.
  for (const issue of error.issues.slice(0, 50)) {
    const name = issue.path.join(".") || "form";
    fields[name] ??= { code: issueCode(issue), params: issueParams(issue) };
  }
  return new AppError("invalid", undefined, fields);
}

const isCode = (text: string): text is ErrorCode => /^[a-z_]+$/.test(text);

function issueCode(issue: z.core.$ZodIssue): ErrorCode {
  if (isCode(issue.message)) return issue.message;
  if (issue.code === "invalid_type" && issue.input === undefined) return "required";
  return "invalid_value";
}

function issueParams(issue: z.core.$ZodIssue): ErrorParams | undefined {
  if (issue.code === "too_big" && typeof issue.maximum === "number") return { max: issue.maximum };
  if (issue.code === "too_small" && typeof issue.minimum === "number") return { min: issue.minimum };
  return undefined;
}

/** What leaves the server: a code with a text. Unexpected errors give a reference that is also in the log. */
export function toWire(error: unknown, where: string, actor: Actor) {
  if (error instanceof AppError) {
    log().info({ where, code: error.code, request: actor.request.id }, "refused");
    return { code: error.code, params: error.params, fields: error.fields };
  }
  const known = codeOfConstraint(error);
  if (known) return { code: known };
  const ref = actor.request.id;
  const state = sqlState(error);
  log().error({ where, ref, state, ...describe(error) }, "unexpected");
  // The database is away, refuses new work or was too busy each time: worth another try, unlike a fault of ours.
  const away =
    isServerTrouble(error) || isConnectionLoss(error) || (state !== undefined && passing.has(state));
  return { code: away ? ("unavailable" as const) : ("unexpected" as const), ref };
}

/** The innermost message and where it came from: the driver's own text repeats the statement with what people typed. */
function describe(error: unknown) {
  let inner = error;
  while (inner instanceof Error && inner.cause instanceof Error) inner = inner.cause;
  if (!(inner instanceof Error)) return { problem: typeof inner };
  const frames = inner.stack
    ?.split("\n")
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 12);
  return { problem: inner.message.slice(0, 300), frames };
}
