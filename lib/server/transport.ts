import "server-only";
import { headers } from "next/headers";
import { unstable_rethrow } from "next/navigation";
import { after } from "next/server";
import { AppError, type ErrorCode, type FormState, type Result } from "@/lib/errors";
import { drainOutbox } from "@/lib/jobs/outbox";
import { type Actor, currentActor } from "./actor";
import { type Command, toWire } from "./command";
import { log } from "./log";
import { isSameOrigin } from "./request";

/** Runs a command for the actor of this request and does the work it left after the response. */
export async function runForRequest<I, O>(
  command: Command<I, O>,
  actor: Actor,
  input: unknown,
): Promise<Result<O>> {
  const list = await headers();
  if (!isSameOrigin((name) => list.get(name))) {
    log().warn({ command: command.name, request: actor.request.id }, "foreign origin refused");
    return { ok: false, error: { code: "foreign_origin" } };
  }
  const result = await command.execute(actor, input);
  if (result.ok) after(drainOutbox);
  return result;
}

/** Whether an action was given a form: its type is a promise that whoever calls it need not keep. */
export const isForm = (form: unknown): form is FormData => form instanceof FormData;

/** Plain data of a form: repeated names become lists, files and framework fields are left out. */
function formValues(form: FormData): Record<string, string | string[]> {
  const values: Record<string, string | string[]> = {};
  for (const name of new Set(form.keys())) {
    if (name.startsWith("$ACTION")) continue;
    const all = form.getAll(name).filter((v): v is string => typeof v === "string");
    values[name] = all.length > 1 || name.endsWith("[]") ? all : (all[0] ?? "");
  }
  return values;
}

type FormOptions<O> = {
  /** From the form's strings to the command's input. Default: as they are. */
  read?: (values: Record<string, string | string[]>, form: FormData) => unknown;
  /** Whose action this is; default the signed-in user, else nobody in particular. */
  actor?: (values: Record<string, string | string[]>) => Promise<Actor>;
  /** Secret fields that go back to the browser all the same, because the person may see what is stored there. */
  echo?: readonly string[];
  /** After success: usually a redirect. */
  onSuccess?: (data: O, form: FormData) => void | Promise<void>;
};

/** Fields that are not sent back to the browser, unless the form says so. */
const unechoed = /password|pin|code/i;

/** The only way to write a form action: one line per action in `actions.ts`. */
export function toFormAction<I, O>(command: Command<I, O>, options: FormOptions<O> = {}) {
  return async (_previous: FormState, form: FormData): Promise<FormState> => {
    if (!isForm(form))
      return { result: { ok: false, error: { code: "invalid" } }, values: {}, at: Date.now() };
    const values = formValues(form);
    const mayEcho = (name: string) => !unechoed.test(name) || options.echo?.includes(name);
    const echo = Object.fromEntries(Object.entries(values).filter(([name]) => mayEcho(name)));
    try {
      const actor = await (options.actor?.(values) ?? currentActor());
      const result = await runForRequest(command, actor, options.read?.(values, form) ?? values);
      if (result.ok) await options.onSuccess?.(result.data, form);
      return { result, values: echo, at: Date.now() };
    } catch (error) {
      unstable_rethrow(error);
      return { result: failure(error), values: echo, at: Date.now() };
    }
  };
}

/** An action that a button or an island calls with plain data. */
export function toAction<I, O>(
  command: Command<I, O>,
  options: { actor?: (input: I) => Promise<Actor> } = {},
) {
  return async (input: I): Promise<Result<O>> => {
    try {
      return await runForRequest(command, await (options.actor?.(input) ?? currentActor()), input);
    } catch (error) {
      unstable_rethrow(error);
      return failure(error);
    }
  };
}

function failure(error: unknown): Result<never> {
  if (error instanceof AppError) return { ok: false, error: { code: error.code, params: error.params } };
  log().error({ err: error }, "unexpected outside a command");
  return { ok: false, error: { code: "unexpected" } };
}

/** The answer for an error outside a command, such as a read that could not begin. */
export const refusal = (error: unknown, where: string, actor: Actor): Result<never> => {
  unstable_rethrow(error);
  return { ok: false, error: toWire(error, where, actor) };
};

const statuses: Partial<Record<ErrorCode, number>> = {
  invalid: 422,
  too_large: 413,
  picture_too_large: 413,
  signed_out: 401,
  not_found: 404,
  conflict: 409,
  form_is_fixed: 409,
  already_sent: 422,
  foreign_origin: 403,
  too_many_requests: 429,
  too_busy: 503,
  unavailable: 503,
  unexpected: 500,
};

/** HTTP status of a result: 404 for what is out of reach, 403 for what is in reach but refused. */
const statusOf = (result: Result<unknown>) => (result.ok ? 200 : (statuses[result.error.code] ?? 403));

/** The JSON answer of a route; never cached. */
export function respond(result: Result<unknown>): Response {
  const extra: Record<string, string> = { "cache-control": "private, no-store" };
  if (!result.ok && statusOf(result) === 503)
    extra["retry-after"] = String(result.error.params?.seconds ?? 2);
  return Response.json(result, { status: statusOf(result), headers: extra });
}

/** Of all bodies together that this process holds as bytes: whoever comes on top is asked to come again. */
const HELD_BYTES = 48_000_000;
let held = 0;

/**
 * Hands over the bytes of a body and counts them until they are used. Throws `tooLarge` as soon as there are more than
 * allowed, and `too_busy` when all bodies together would take too much memory.
 */
export async function withBytes<T>(
  request: Request,
  { most, tooLarge }: { most: number; tooLarge: ErrorCode },
  use: (bytes: Uint8Array) => Promise<T>,
): Promise<T> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = request.body?.getReader();
  try {
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      const more = part.value.length;
      length += more;
      held += more;
      const refused = length > most ? tooLarge : held > HELD_BYTES ? "too_busy" : null;
      if (refused) {
        await reader?.cancel();
        throw new AppError(refused, { seconds: 2 });
      }
      parts.push(part.value);
    }
    return await use(Buffer.concat(parts.splice(0), length));
  } finally {
    held -= length;
  }
}

/** Reads a JSON body of at most 80 kB; throws `too_large` or `invalid` otherwise. */
async function readJson(request: Request): Promise<unknown> {
  const text = await request.text();
  if (text.length > 80_000) throw new AppError("too_large");
  try {
    return text ? JSON.parse(text) : {};
  } catch {
    throw new AppError("invalid");
  }
}

/** A route handler over one command: JSON in, `Result` out. `extra` adds what the path says. */
export function toRoute<I, O, C = unknown>(
  command: Command<I, O>,
  options: {
    actor: (context: C) => Promise<Actor>;
    extra?: (context: C) => Promise<Record<string, unknown>>;
    onSuccess?: (data: O) => void | Promise<void>;
  },
) {
  return async (request: Request, context: C): Promise<Response> => {
    try {
      const body = await readJson(request);
      const extra = (await options.extra?.(context)) ?? {};
      const input = body && typeof body === "object" ? { ...body, ...extra } : body;
      const result = await runForRequest(command, await options.actor(context), input);
      if (result.ok) await options.onSuccess?.(result.data);
      return respond(result);
    } catch (error) {
      unstable_rethrow(error);
      return respond(failure(error));
    }
  };
}
