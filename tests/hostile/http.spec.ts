import type * as z from "zod";
import { closePool } from "@/db/client";
import { commandRegistry } from "@/lib/server/command";
import { jarOf, ownId } from "../access/asking";
import { actionName, aForm, type BuiltAction, builtActions, callAction, placeOf } from "../access/built";
import { cookiesOf } from "../access/cookies";
import { type FurnishedWorld, furnishedWorld } from "../access/furnished";
import { type Answer, inTurns, sameOrigin, send } from "../access/http";
import { type Persona, stateOfAccount } from "../access/personas";
import { allCommands } from "../access/registry";
import { allRouteRows, type RouteRow, shown } from "../access/routes";
import { actionRows, fieldsOf } from "../access/rows/actions";
import { commandRows } from "../access/rows/commands";
import { expect, test } from "../e2e/support/browser";
import { quiet } from "../e2e/support/quiet";
import { closeOwner } from "../support/database";
import { brokenInvariants } from "../support/invariants";
import {
  asCarried,
  breaksOut,
  currentInput,
  described,
  forgetTries,
  idOf,
  inAddress,
  leavesTheWorld,
  PATIENCE_MS,
  readAnswer,
  recordsOf,
  touched,
  whoMay,
} from "./answers";
import { addressNames, choicesOf, secretField, textNamesOf } from "./fields";
import { pathsOf, withValue } from "./paths";
import { hostileTexts, oneOfEachKind, wireTypes } from "./values";

/**
 * Every hostile text in every field of every form, action, route, query and path of the build, over HTTP. Nothing
 * answers 5xx or hangs, what is refused changes nothing and comes back as it was typed, what is taken stays in its own
 * record, and no answer holds it as markup.
 */
let shared: FurnishedWorld;
test.beforeAll(async () => {
  await allCommands();
  shared = await furnishedWorld();
});
test.afterAll(async () => {
  await closePool();
  await closeOwner();
});

/** Requests at a time: as many as the machine has cores, and one. */
const WIDTH = 3;
let asked = 0;
test.afterAll(() => console.log(`hostile: ${asked} requests`));

/** Counts the request, and says what is wrong with its answer whatever it was. */
async function faultOf(ask: () => Promise<Answer>): Promise<{ answer?: Answer; fault: string | null }> {
  asked += 1;
  const start = performance.now();
  const answer = await ask().catch((error: Error) => error);
  const took = performance.now() - start;
  if (answer instanceof Error) return { fault: `no answer: ${answer.message}` };
  if (answer.status >= 500) return { answer, fault: `${answer.status}` };
  if (took > PATIENCE_MS) return { answer, fault: `${Math.round(took)} ms` };
  return { answer, fault: breaksOut(answer) ? "markup" : null };
}

type Try = { field: string; value: unknown; ask: () => Promise<Answer> };
const named = ({ field, value }: Try, fault: string) => `${field} = ${described(value)}: ${fault}`;

async function worldFor(command: string): Promise<FurnishedWorld> {
  return commandRows[command]?.once ? furnishedWorld() : shared;
}

for (const action of builtActions()) {
  const name = actionName(action);
  const row = actionRows[name];
  const command = row?.runs[0] ?? "";
  test(`every text in every field of ${name} (T-10, T-12, T-26)`, async () => {
    test.setTimeout(600_000);
    const w = await worldFor(command);
    const persona = whoMay(command);
    await commandRows[command]?.given?.(w, persona);
    await quiet();
    const good = await currentInput(command, w, persona);
    const before = { own: await recordsOf(w.tenant.id), foreign: await stateOfAccount(w.other.id) };
    const tries = row?.sends === "data" ? dataTries(action, command, good) : await formTries(action, command);
    const wrong: string[] = [];
    const refused = new Map<string, () => Promise<unknown>>();
    for (let i = 0; i < tries.length; i += WIDTH) {
      if (i % (WIDTH * 8) === 0) await forgetTries();
      await inTurns(tries.slice(i, i + WIDTH), WIDTH, async (one) => {
        const { answer, fault } = await faultOf(one.ask);
        if (fault) wrong.push(named(one, fault));
        if (!answer) return;
        const { outcome, code, values } = readAnswer(answer);
        if (outcome !== "refused") return;
        if (["unexpected", "unavailable", "too_many_requests"].includes(code ?? "")) {
          wrong.push(named(one, code ?? ""));
        }
        refused.set(`${one.field} ${code}`, one.ask);
        if (typeof one.value !== "string" || !values || secretField.test(one.field)) return;
        const kept = [values[one.field] ?? ""].flat().map(String).map(asCarried);
        if (!kept.includes(asCarried(one.value))) wrong.push(named(one, `lost: ${described(kept)}`));
      });
    }
    expect(wrong.slice(0, 40)).toEqual([]);
    expect(tries.length).toBeGreaterThan(0);
    expect(await leavesTheWorld([...refused.values()])).toBe(true);
    const meant = [good.id, good.contactId, await idOf(w, persona), w.people.member.userId];
    expect(touched(before.own, await recordsOf(w.tenant.id), meant)).toEqual([]);
    expect(await stateOfAccount(w.other.id)).toBe(before.foreign);

    /** A button's or an island's: plain data, of any type that the wire has. */
    function dataTries(one: BuiltAction, what: string, input: Record<string, unknown>): Try[] {
      const paths = pathsOf(commandRegistry.get(what)?.input as z.ZodType);
      const places = paths.length > 0 ? paths : [["anything"]];
      return places.flatMap((path) =>
        [...hostileTexts, ...wireTypes].map((value) => ({
          field: path.join("."),
          value,
          ask: async () =>
            callAction(w, one, await jarOfNow(w, persona, name), [withValue(input, path, value)]),
        })),
      );
    }

    /** A form's: every field that its page has, and every field that its command knows. */
    async function formTries(one: BuiltAction, what: string): Promise<Try[]> {
      const page = await send(placeOf(one, w), { cookies: await jarOf(w, persona), headers: sameOrigin });
      const known = pathsOf(commandRegistry.get(what)?.input as z.ZodType).map(([first]) => String(first));
      const fields = async () => {
        const input = await currentInput(what, w, persona);
        return typeof row?.sends === "function" ? row.sends(input, w) : fieldsOf(input);
      };
      const typed = textNamesOf(page.body);
      const choices = choicesOf(page.body).filter((field) => !typed.includes(field));
      const all = [...Object.keys(await fields()), ...known, ...typed];
      const names = new Set(all.filter((field) => !choices.includes(field)));
      const places = [
        ...[...names].map((field) => ({ field, texts: hostileTexts })),
        ...choices.map((field) => ({ field, texts: oneOfEachKind })),
      ];
      return places.flatMap(({ field, texts }) =>
        texts.map((value) => ({
          field,
          value,
          ask: async () => {
            const form = aForm(row?.isStateless ? [] : [{ at: 0 }], { ...(await fields()), [field]: value });
            return callAction(w, one, await jarOfNow(w, persona, name), form);
          },
        })),
      );
    }
  });
}

/** Signing out takes the session away, so that each such call has its own. */
const jarOfNow = (w: FurnishedWorld, persona: Persona, name: string) =>
  /signOut|signIn/.test(name) ? cookiesOf(w, persona) : jarOf(w, persona);

/** The persona for whom a route does the most. */
const readerOf = (row: RouteRow): Persona =>
  (["organiser", "administrator", "guest", "member"] as const).find((p) => row.expect[p] === 200) ??
  "organiser";

for (const { file, row } of allRouteRows) {
  test(`every text in the address and the body of ${file} (T-10, T-12, T-26)`, async () => {
    test.setTimeout(600_000);
    const w = row.post || row.once ? await furnishedWorld() : shared;
    const persona = readerOf(row);
    const cookies = await jarOf(w, persona);
    const before = { own: await recordsOf(w.tenant.id), foreign: await stateOfAccount(w.other.id) };
    const posted = row.post?.(w);
    const isForm = posted instanceof URLSearchParams;
    const type = { "content-type": isForm ? "application/x-www-form-urlencoded" : "application/json" };
    // Only the scheduler gets as far as the name of a job.
    const secret: Record<string, string> = file.includes("/cron/")
      ? { authorization: `Bearer ${process.env.CRON_SECRET}` }
      : {};
    const headers = { ...sameOrigin, ...(posted ? type : {}), ...secret };
    const body = posted && (isForm ? String(posted) : JSON.stringify(posted));
    const id = ownId(row, w);
    const path = row.path(id, w);
    const at =
      (address: string, sent = body) =>
      () =>
        send(address, { cookies, headers, body: sent });
    const join = path.includes("?") ? "&" : "?";
    const places = [id, shown(id)].filter((one) => one && path.includes(one)).slice(0, 1);
    // An address has less room than a form.
    const texts = hostileTexts.filter((text) => inAddress(text).length < 8000);
    const tries: Try[] = texts.flatMap((value) => {
      const text = inAddress(value);
      const all = addressNames.map((name) => `${name}=${text}`).join("&");
      const some = text.length < 400 ? addressNames : [];
      return [
        ...places.map((place) => ({ field: "id", value, ask: at(path.replace(place, text)) })),
        { field: "below", value, ask: at(`${path.split("?")[0]}/${text}`) },
        ...(all.length < 12_000 ? [{ field: "query", value, ask: at(`${path}${join}${all}`) }] : []),
        ...(oneOfEachKind.includes(value) ? some : []).map((name) => ({
          field: `?${name}`,
          value,
          ask: at(`${path}${join}${name}=${text}`),
        })),
      ];
    });
    if (isForm) {
      for (const field of [...new Set([...posted.keys(), "extra"])]) {
        for (const value of hostileTexts) {
          const changed = new URLSearchParams(posted);
          changed.set(field, value);
          tries.push({ field, value, ask: at(path, String(changed)) });
        }
      }
    } else if (posted) {
      for (const field of [...Object.keys(posted), "extra"]) {
        for (const value of [...hostileTexts, ...wireTypes]) {
          const changed = JSON.stringify(withValue(posted, [field], value));
          tries.push({ field, value, ask: at(path, changed) });
        }
      }
    }
    const wrong: string[] = [];
    for (let i = 0; i < tries.length; i += WIDTH) {
      if (i % (WIDTH * 8) === 0) await forgetTries();
      await inTurns(tries.slice(i, i + WIDTH), WIDTH, async (one) => {
        const { fault } = await faultOf(one.ask);
        if (fault) wrong.push(named(one, fault));
      });
    }
    expect(wrong.slice(0, 40)).toEqual([]);
    const meant = [await idOf(w, persona), w.webinar.id];
    expect(touched(before.own, await recordsOf(w.tenant.id), meant)).toEqual([]);
    expect(await stateOfAccount(w.other.id)).toBe(before.foreign);
  });
}

test("and after all of it the books balance, and the server is well", async () => {
  expect(await brokenInvariants()).toEqual({});
  expect((await send("/sign-in")).status).toBe(200);
});
