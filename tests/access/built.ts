import { readFileSync } from "node:fs";
import type { FurnishedWorld } from "./furnished";
import { type Answer, sameOrigin, send } from "./http";
import { shown } from "./routes";

/** What the production build says that it answers. */

const root = new URL("../../", import.meta.url);

const readBuilt = <T>(path: string): T =>
  JSON.parse(readFileSync(new URL(`${process.env.FOYER_DIST ?? ".next"}/${path}`, root), "utf8")) as T;

/** Every page and route in the words of its file; Next's own error pages and the icon have no reader. */
export const builtRoutes = (): string[] =>
  Object.keys(readBuilt<Record<string, string>>("app-path-routes-manifest.json"))
    .filter((name) => !/^\/(_|icon\.svg)/.test(name))
    .map((name) => name.replace(/^\/manifest\.webmanifest\/route$/, "/manifest"))
    .map((name) => `app${name}`)
    .sort();

/** The addresses of all pages and routes: as the files say, and as the server looks them up. */
export function builtAddresses(): { files: string[]; served: string[] } {
  const { staticRoutes, dynamicRoutes } =
    readBuilt<Record<"staticRoutes" | "dynamicRoutes", { page: string }[]>>("routes-manifest.json");
  const files = Object.values(readBuilt<Record<string, string>>("app-path-routes-manifest.json"));
  return { files: files.sort(), served: [...staticRoutes, ...dynamicRoutes].map(({ page }) => page).sort() };
}

export type BuiltAction = {
  id: string;
  exportedName: string;
  filename: string;
  workers: Record<string, unknown>;
};

/** Every server action that this build answers. */
export function builtActions(): BuiltAction[] {
  const { node, edge } = readBuilt<Record<"node" | "edge", Record<string, Omit<BuiltAction, "id">>>>(
    "server/server-reference-manifest.json",
  );
  return Object.entries({ ...node, ...edge }).map(([id, action]) => ({ ...action, id }));
}

/** As the rows name it: `lib/auth/actions.ts#signInForm`. */
export const actionName = ({ filename, exportedName }: BuiltAction): string => `${filename}#${exportedName}`;

/** The address of a page that offers the action; another page would only pass it on. */
export const placeOf = ({ workers }: BuiltAction, w: FurnishedWorld): string =>
  (Object.keys(workers)[0] ?? "")
    .replace(/^app|\/\([^)]*\)|\/page$/g, "")
    .replace(/^\/c\/\[id\]/, `/c/${shown(w.webinar.publicId)}`)
    .replace("contacts/[id]", `contacts/${w.contactId}`)
    .replace("mailbox/[id]", `mailbox/${w.mailId}`)
    .replace("[id]", w.meeting.id)
    .replace("[token]", "A".repeat(43)) || "/";

/** Calls an action as React does: plain arguments, or one form after some arguments. */
export async function callAction(
  w: FurnishedWorld,
  action: BuiltAction,
  cookies: Record<string, string>,
  args: unknown[] | FormData,
  headers: Record<string, string> = sameOrigin,
): Promise<Answer> {
  const encoded = Array.isArray(args) ? undefined : new Response(args);
  const type = encoded?.headers.get("content-type") ?? "text/plain;charset=UTF-8";
  return send(placeOf(action, w), {
    cookies,
    headers: { ...headers, "content-type": type, "next-action": action.id },
    body: encoded ? await encoded.text() : JSON.stringify(args),
  });
}

/** A form as React sends it, after the arguments that come before it: its last state, or none. */
export function aForm(before: unknown[], fields: Record<string, string | readonly string[]>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    for (const one of [value].flat()) form.append(`_1_${name}`, one);
  }
  form.append("0", JSON.stringify([...before, "$K1"]));
  return form;
}
