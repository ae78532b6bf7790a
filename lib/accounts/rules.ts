import type { RightCode } from "@/lib/server/actor";

/** Every right that an administrator can give, in the order in which people see them. */
export const rightCodes = [
  "create_conferences",
  "operator",
  "record",
  "share_screen",
  "show_slides",
  "remote_control",
  "calls",
  "start_chats",
  "share_files",
  "address_book",
] as const satisfies readonly RightCode[];

/** Choices for one person as text, by which a form says what it showed. */
export const choicesText = (choices: readonly { code: RightCode; effect: string }[]): string =>
  choices
    .map(({ code, effect }) => `${code}:${effect}`)
    .sort()
    .join(" ");

/** In bytes, as it is hashed. */
const passwordBytes = { min: 8, max: 1024 };

/** What guessers try first, in the two languages of the product. Compared without case and without what stands around the letters. */
const common = new Set(
  `password passw0rd motdepasse azerty azertyuiop qwerty qwertyuiop qwertz administrator administrateur admin
  welcome bienvenue bonjour soleil iloveyou jetaime letmein dragon monkey football baseball sunshine princess
  princesse doudou chouchou loulou marseille secret changeme changezmoi trustno superman batman starwars
  whatever master michael shadow ashley freedom computer ordinateur internet conference conférence reunion
  réunion meeting webinar webinaire foyer foyerfoyer summer winter spring autumn été hiver printemps automne
  monday lundi january janvier default guest invite invité user utilisateur test testtest login abcdefgh
  abcdefghi abcd abcdabcd aaaaaaaa`.split(/\s+/),
);

/** The letters of a password without digits and signs around them: "Password2026!" is "password". */
const core = (text: string) =>
  text
    .normalize("NFC")
    .toLowerCase()
    .replace(/^[^\p{L}]+|[^\p{L}]+$/gu, "");

/** Why a new password cannot be used: its length in bytes, or that it is one of the first guesses for this person. */
export function passwordProblem(
  password: string,
  context: readonly (string | null | undefined)[] = [],
): "too_short" | "too_long" | "password_common" | null {
  const bytes = new TextEncoder().encode(password.normalize("NFC")).length;
  if (bytes < passwordBytes.min) return "too_short";
  if (bytes > passwordBytes.max) return "too_long";
  const letters = core(password);
  // Nothing but digits and signs, or one character repeated.
  if (letters === "" && (new Set(password).size < 5 || isRun(password))) return "password_common";
  if (new Set(password.toLowerCase()).size < 3 || common.has(letters)) return "password_common";
  const words = context.flatMap((text) => (text ? [text, ...text.split(/[\s@._-]+/)] : [])).map(core);
  return words.some((word) => word.length > 2 && word === letters) ? "password_common" : null;
}

/** 12345678, 87654321: each digit beside the one before. */
function isRun(digits: string): boolean {
  const codes = [...digits].map((c) => c.charCodeAt(0));
  const steps = new Set(codes.slice(1).map((code, i) => code - (codes[i] ?? 0)));
  // 9 to 0 is a step of the same run.
  steps.delete(-9);
  steps.delete(9);
  return steps.size === 1 && Math.abs([...steps][0] ?? 0) <= 1;
}

/** How many administrators are named where one says whom to ask. */
export const namesShown = 3;

/** Groups of an account, beside the one that is everyone. */
export const groupsMax = 200;
