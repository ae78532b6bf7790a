import { cookiesOf } from "./cookies";
import type { FurnishedWorld } from "./furnished";
import { type Answer, sameOrigin, send } from "./http";
import type { Persona } from "./personas";
import { marksIn } from "./read";
import { type RouteRow, shown } from "./routes";

const jars = new Map<FurnishedWorld, Map<Persona, Record<string, string>>>();

/** The cookies of a persona of a world: one session each. */
export async function jarOf(w: FurnishedWorld, persona: Persona): Promise<Record<string, string>> {
  const known = jars.get(w) ?? new Map<Persona, Record<string, string>>();
  jars.set(w, known);
  const jar = known.get(persona) ?? (await cookiesOf(w, persona));
  known.set(persona, jar);
  return jar;
}

export const ownId = (row: RouteRow, w: FurnishedWorld): string => row.record?.own(w) ?? "";

/** Asks for a row as a persona's own pages would; with other headers like somebody else's. */
export async function ask(
  w: FurnishedWorld,
  row: RouteRow,
  persona: Persona,
  id = ownId(row, w),
  headers: Record<string, string> = sameOrigin,
): Promise<Answer> {
  const posted = row.post?.(w);
  const isForm = posted instanceof URLSearchParams;
  const type = { "content-type": isForm ? "application/x-www-form-urlencoded" : "application/json" };
  return send(row.path(id, w), {
    cookies: await jarOf(w, persona),
    headers: posted ? { ...headers, ...type } : headers,
    body: posted && (isForm ? String(posted) : JSON.stringify(posted)),
  });
}

/** The words of an account that an answer holds, beyond those of the question and what a webinar tells everybody. */
export function wordsIn(
  w: FurnishedWorld,
  row: RouteRow,
  answer: Answer,
  id: string,
  marks: readonly string[],
) {
  const asked = row.path(id, w);
  const known = row.isPublic ? [w.tenant.name, w.webinar.id, w.webinar.publicId] : [];
  return marksIn(`${answer.body} ${JSON.stringify(answer.headers)}`, marks).filter(
    (mark) => !asked.includes(mark) && !asked.includes(shown(mark)) && !known.includes(mark),
  );
}
