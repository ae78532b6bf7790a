import * as z from "zod";

/** The codes that the text helpers put in place of a message; the forms translate them. */
export type TextCode =
  | "required"
  | "invalid"
  | "too_short"
  | "too_long"
  | "invalid_characters"
  | "invalid_email";

/** Scripts in which the joiners U+200C and U+200D change how a word is written. */
const JOINING = [
  ...["Arabic", "Syriac", "Mongolian", "Devanagari", "Bengali", "Gurmukhi", "Gujarati", "Oriya", "Tamil"],
  ...["Telugu", "Kannada", "Malayalam", "Sinhala", "Khmer", "Myanmar", "Tibetan", "Nko"],
]
  .map((script) => `\\p{Script=${script}}`)
  .join("");

/** Invisible characters that carry meaning where they stand. The whole match is kept. */
const MEANINGFUL = [
  // Flags of regions: a black flag followed by tags.
  "\\u{1F3F4}[\\u{E0020}-\\u{E007E}]{1,8}\\u{E007F}",
  // Keycaps: digit, variation selector, enclosing key.
  "[0-9#*]\\uFE0F\\u20E3",
  // Emoji sequences: pictographs with presentation or skin tone, joined.
  "\\p{ExtPict}(?:\\uFE0F|\\p{EMod})?(?:\\u200D\\p{ExtPict}(?:\\uFE0F|\\p{EMod})?)*",
  // Ideographic variants.
  "\\p{Script=Han}[\\uFE00-\\uFE02\\u{E0100}-\\u{E01EF}]",
  // Joiners inside words of joining scripts.
  `(?:(?!\\p{DI})[${JOINING}])[\\u200C\\u200D](?=(?!\\p{DI})[${JOINING}])`,
].join("|");

const INVISIBLE = new RegExp(`(${MEANINGFUL})|[\\p{DI}\\p{NChar}\\uFFF9-\\uFFFB]`, "gu");
const LONE_SURROGATE = /\p{Cs}/gu;
/** Controls other than tab and the line breaks, which are white space. */
const CONTROL = /[^\P{Cc}\t\n\v\f\r\u0085]/gu;
/** Every way of ending a line, the vertical tab of word processors included. */
const LINE_BREAK = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/g;
/** Spaces without a typographic purpose. The no-break spaces stay: French needs them. */
const PLAIN_SPACES = /[\t \u1680\u2000-\u200A\u205F\u2800\u3000]+/g;
/** Counts as a sign, but nobody can see it. */
const BRAILLE_BLANK = "\u2800";
const EXCESS_MARKS = /(\p{M}{4})\p{M}+/gu;
const VISIBLE = /[^\p{M}\p{Z}\p{C}]/u;

/** Repeated until nothing changes: what is removed can bring together what then composes or reorders. */
function clean(text: string): string {
  let before = text.replace(LONE_SURROGATE, "\uFFFD").replace(CONTROL, "").normalize("NFC");
  for (;;) {
    const after = before
      .replace(INVISIBLE, (_all, kept: string | undefined) => kept ?? "")
      .replace(EXCESS_MARKS, "$1")
      .normalize("NFC");
    if (after === before) return after;
    before = after;
  }
}

/** One line of text as it is stored: composed, trimmed, single spaces, nothing invisible or misleading. */
export function cleanLine(text: string): string {
  return clean(text.replace(LINE_BREAK, " ")).replace(PLAIN_SPACES, " ").trim();
}

/** Text of several lines as it is stored: like a line, but line breaks (as \n), indents and tabs stay. */
export function cleanParagraph(text: string): string {
  // Line by line: a pattern for spaces before a break takes quadratic time on a long run of them.
  const lines = clean(text.replace(LINE_BREAK, "\n").replaceAll(BRAILLE_BLANK, " ")).split("\n");
  return lines
    .map((each) => each.trimEnd())
    .join("\n")
    .replace(/\n{4,}/g, "\n\n\n")
    .trim();
}

/** Whether the text holds what nobody types: NUL and other controls, halves of characters, non-characters. */
export function hasForbiddenCharacters(text: string): boolean {
  return text.search(CONTROL) >= 0 || text.search(LONE_SURROGATE) >= 0 || /\p{NChar}/u.test(text);
}

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** What a reader counts as characters; a family of emoji is one. */
export function graphemes(text: string): string[] {
  return Array.from(segmenter.segment(text), (part) => part.segment);
}

/** Shortens text to at most `max` characters as read, never inside one, with an ellipsis. */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text;
  const parts = graphemes(text);
  return parts.length <= max
    ? text
    : `${parts
        .slice(0, max - 1)
        .join("")
        .trimEnd()}…`;
}

const LETTERS = new Map(
  ["ßss", "œoe", "æae", "øo", "łl", "đd", "ðd", "þth", "ıi", "ħh"].map((pair) => [
    pair.charAt(0),
    pair.slice(1),
  ]),
);

/** The form in which names are compared and searched: lower case, without accents, single spaces. */
export function nameKey(name: string): string {
  return cleanLine(name)
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[ßœæøłđðþıħ]/g, (letter) => LETTERS.get(letter) ?? letter)
    .replace(/\p{White_Space}+/gu, " ")
    .trim();
}

/** Letters of other alphabets and figures that are drawn like a Latin letter: the sign, then the letter. */
const DRAWN_LIKE = new Map(
  ["аa", "еe", "оo", "рp", "сc", "уy", "хx", "іi", "јj", "ѕs", "ԁd", "һh", "ԛq", "ԝw", "кk", "тt", "мm", "вb"]
    .concat([
      "нh",
      "αa",
      "οo",
      "ρp",
      "νv",
      "κk",
      "ιi",
      "τt",
      "υu",
      "χx",
      "εe",
      "βb",
      "ηn",
      "0o",
      "1i",
      "li",
      "|i",
    ])
    .map((pair) => [pair.charAt(0), pair.slice(1)]),
);

/** The form in which two names that a reader cannot tell apart are the same: Admin, Аdmin and Adm1n. */
export const drawnKey = (name: string): string =>
  Array.from(nameKey(name), (letter) => DRAWN_LIKE.get(letter) ?? letter).join("");

interface LineOptions {
  /** Least number of characters after normalising; 0 lets the field stay empty. */
  min?: number;
  /** Limit in characters as read (graphemes), beside `max`, which counts code points as Postgres does. */
  graphemes?: number;
}

/** A form value; one that is missing altogether is an empty field, anything but text is a forged one. */
const formValue = z.string({
  error: ({ input }): TextCode => (input === undefined || input === null ? "required" : "invalid"),
});

function text(max: number, normalise: (raw: string) => string, { min = 1, graphemes: read }: LineOptions) {
  return formValue.transform((raw, context) => {
    const refuse = (problem: TextCode) => {
      context.addIssue({ code: "custom", message: problem, input: raw });
      return z.NEVER;
    };
    // Far over the limit: refused before any work is done on it.
    if (raw.length > max * 16 + 1024) return refuse("too_long");
    if (hasForbiddenCharacters(raw)) return refuse("invalid_characters");
    const value = normalise(raw);
    const length = [...value].length;
    if (min > 0 && !VISIBLE.test(value)) return refuse("required");
    if (length < min) return refuse("too_short");
    if (length > max || (read !== undefined && graphemes(value).length > read)) return refuse("too_long");
    return value;
  });
}

/** A zod field of one line, required unless `min` is 0; `max` in code points. */
export function line(max: number, options: LineOptions = {}) {
  return text(max, cleanLine, options);
}

/** A zod field of several lines, which may stay empty unless `min` is given. */
export function paragraph(max: number, options: LineOptions = {}) {
  return text(max, cleanParagraph, { min: 0, ...options });
}

/** The longest stored name in code points; 64 families of emoji fit. */
const NAME_MAX_CODE_POINTS = 500;

/** A zod field for the name of a person: up to 100 characters as read. */
export function personName() {
  return line(NAME_MAX_CODE_POINTS, { graphemes: 100 });
}

const EMAIL = z.email();

/** The form under which two spellings of an address are the same person's. */
export function emailKey(address: string): string {
  return address.toLowerCase();
}

/** One e-mail address in its stored form (domain in lower case), or null. */
export function parseEmail(input: string): string | null {
  const typed = input.trim();
  // ASCII only: a full-width @ or a look-alike letter would be another address to the mail server.
  if (typed.length > 254 || !/^[\x21-\x7e]+$/.test(typed)) return null;
  const at = typed.lastIndexOf("@");
  if (at > 64 || !EMAIL.safeParse(typed).success) return null;
  return `${typed.slice(0, at)}@${typed.slice(at + 1).toLowerCase()}`;
}

/** A zod field for exactly one e-mail address. */
export function emailAddress() {
  return formValue.transform((raw, context) => {
    const address = parseEmail(raw);
    if (address !== null) return address;
    const problem: TextCode =
      raw.trim() === "" ? "required" : raw.trim().length > 254 ? "too_long" : "invalid_email";
    context.addIssue({ code: "custom", message: problem, input: raw });
    return z.NEVER;
  });
}

/** A zod field for a list: its length is looked at before its entries, so that a huge one costs nothing. */
export function listOf<T extends z.ZodType>(entry: T, max: number) {
  return z.array(z.unknown()).max(max, "too_long").pipe(z.array(entry));
}
