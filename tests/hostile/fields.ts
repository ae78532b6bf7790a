import { filesOf, load } from "../access/registry";
import { root } from "../structure/files";

/** Names that pages and routes read from an address without a schema. */
const readByHand = ["id", "next", "lang", "kind", "type", "cancelled", "sent", "callbackUrl", "generation"];

/** Every name that an address may hold: those of the schemas of addresses, and those that are read by hand. */
async function listAddressNames(): Promise<string[]> {
  const names = new Set(readByHand);
  for (const path of filesOf(root).filter((each) => /^lib\/.+\/schema\.ts$/.test(each))) {
    for (const [name, value] of Object.entries(await load(root + path))) {
      const { shape } = value as { shape?: Record<string, unknown> };
      if (/Address$/.test(name) && shape) for (const key of Object.keys(shape)) names.add(key);
    }
  }
  return [...names];
}
export const addressNames = await listAddressNames();

/** The controls of a page by their tags; React's own fields are not the form's. */
function controlsOf(html: string): { name: string; isText: boolean }[] {
  return [...html.matchAll(/<(input|textarea|select)\b([^>]*)>/g)].flatMap(([, tag, attributes = ""]) => {
    const name = /\sname="([^"$]+)"/.exec(attributes)?.[1];
    const type = /\stype="(\w+)"/.exec(attributes)?.[1] ?? "text";
    const isText = tag === "textarea" || (tag === "input" && !/^(hidden|radio|checkbox)$/.test(type));
    return name ? [{ name, isText }] : [];
  });
}

export const textNamesOf = (html: string): string[] => [
  ...new Set(controlsOf(html).flatMap(({ name, isText }) => (isText ? [name] : []))),
];

/** Fields that people choose, or that the page fills in. */
export const choicesOf = (html: string): string[] => [
  ...new Set(controlsOf(html).flatMap(({ name, isText }) => (isText ? [] : [name]))),
];

/** Fields that never come back to a browser; see lib/server/transport.ts. */
export const secretField = /password|pin|code/i;
