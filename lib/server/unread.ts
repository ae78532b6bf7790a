import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import { type IncomingMessage, Server, ServerResponse } from "node:http";
import { MAX_BODY_BYTES } from "@/lib/errors";

/**
 * What a client sent that no form of ours sends. Next answers all of it with 500, as if the fault were ours, and whoever
 * watches the server could not tell the two apart.
 */

export const isTooLarge = (contentLength: string | null | undefined): boolean =>
  Number(contentLength ?? 0) > MAX_BODY_BYTES;

/** Whether a path is text: bytes that are not UTF-8, broken escapes and NUL are in no address of ours. */
export function isReadablePath(path: string): boolean {
  try {
    return !decodeURIComponent(path).includes("\0");
  } catch {
    return false;
  }
}

type Mark = { isOurs?: true };
type Shared = typeof globalThis & { foyerRequests?: AsyncLocalStorage<Mark>; foyerTellsUnread?: true };

/** One for all bundles of the process: the instrumentation looks at what the pages mark. */
const requests = () => {
  const shared = globalThis as Shared;
  shared.foyerRequests ??= new AsyncLocalStorage<Mark>();
  return shared.foyerRequests;
};

/** From here on our own code acts on the request: what fails now is our fault. */
export function ourCodeRuns(): void {
  const mark = requests().getStore();
  if (mark) mark.isOurs = true;
}

/** The status of an answer that Next would make a 500, where nothing of ours was reached. */
function statusOf(request: IncomingMessage, isOurs: boolean): number {
  const { method, headers, url = "" } = request;
  // No handler can exist for it: Next cannot even make a request of it.
  if (method === "TRACE") return 405;
  if (!isReadablePath(url.split("?")[0] ?? "")) return 400;
  const type = headers["content-type"] ?? "";
  const isAction = "next-action" in headers;
  if (method !== "POST" || !(isAction || type.startsWith("multipart/form-data"))) return 500;
  // Actions are sent as text or multipart: for this one Next shows a page that it cannot make.
  if (isAction && type.startsWith("application/x-www-form-urlencoded")) return 400;
  if (isOurs) return 500;
  return isTooLarge(headers["content-length"]) ? 413 : 400;
}

/** From now on an answer says whose fault it was. */
export function tellUnread(): void {
  const shared = globalThis as Shared;
  if (shared.foyerTellsUnread) return;
  shared.foyerTellsUnread = true;
  const marks = new WeakMap<IncomingMessage, Mark>();
  const { emit } = Server.prototype as { emit: (...all: unknown[]) => boolean };
  Server.prototype.emit = function emitMarked(this: Server, event: string, ...rest: unknown[]) {
    if (event !== "request") return emit.call(this, event, ...rest);
    const mark: Mark = {};
    marks.set(rest[0] as IncomingMessage, mark);
    return requests().run(mark, () => emit.call(this, event, ...rest));
  } as typeof Server.prototype.emit;
  const { writeHead } = ServerResponse.prototype as { writeHead: (...all: unknown[]) => ServerResponse };
  ServerResponse.prototype.writeHead = function writeHeadOfUnread(
    this: ServerResponse,
    status: number,
    ...rest: unknown[]
  ) {
    const mark = status === 500 ? marks.get(this.req) : undefined;
    return writeHead.call(this, mark ? statusOf(this.req, mark.isOurs === true) : status, ...rest);
  } as typeof ServerResponse.prototype.writeHead;
}
