import { graphemes } from "@/lib/text";

/** Letters of any script with what joins them in names; no digits, no full stops inside, nothing like an address. */
const NAME = /^[\p{L}\p{M}]+(?:[ '’\u00A0-][\p{L}\p{M}]+)*$/u;

/**
 * The first word of a name for a greeting, or null when it does not look like a name. A confirmation goes to whatever
 * address was typed, so it must not carry sentences or links to a third person.
 */
export function greetingName(name: string): string | null {
  if (!NAME.test(name) || graphemes(name).length > 60) return null;
  const words = name.split(" ");
  return words.length > 5 ? null : (words[0] ?? null);
}
