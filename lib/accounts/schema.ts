import * as z from "zod";
import { loginKey, loginPattern } from "@/lib/auth/rules";
import { themeChoice } from "@/lib/auth/schema";
import { locales } from "@/lib/i18n/locales";
import type { RightCode } from "@/lib/server/actor";
import { whole } from "@/lib/settings/schema";
import { emailAddress, hasForbiddenCharacters, line, listOf, personName } from "@/lib/text";
import { isLocalDateTime, toInstant } from "@/lib/time/local";
import { isZone } from "@/lib/time/zones";
import { passwordProblem, rightCodes } from "./rules";

const typed = z.string({ error: ({ input }) => (input === undefined ? "required" : "invalid_value") });

/** A user ID that is being chosen; stored in lower case. */
export const newLogin = typed.transform(loginKey).pipe(
  z
    .string()
    .min(1, "required")
    .refine((login) => loginPattern.test(login), "invalid_login"),
);

/** An address, or nothing: people without one get no mail. */
export const optionalEmail = typed.transform((text, context) => {
  if (text.trim() === "") return null;
  const parsed = emailAddress().safeParse(text);
  if (parsed.success) return parsed.data;
  context.addIssue({ code: "custom", message: parsed.error.issues[0]?.message ?? "invalid_email" });
  return z.NEVER;
});

const licenceInput = z.discriminatedUnion("term", [
  z.strictObject({ term: z.literal("none") }),
  z.strictObject({ term: z.literal("permanent") }),
  z.strictObject({ term: z.literal("temporary"), expiresAt: z.iso.datetime({ offset: true }) }),
]);

export const rightList = listOf(z.enum(rightCodes), rightCodes.length);

const person = {
  displayName: personName(),
  login: newLogin,
  email: optionalEmail,
  password: typed.min(1, "required").max(2048, "too_long"),
};

type Person = { displayName: string; login: string; email: string | null; password: string };

function goodPassword(
  input: Person & { organisation?: string },
  context: z.core.$RefinementCtx<unknown>,
): void {
  const words = [input.displayName, input.login, input.email, input.organisation];
  const problem = passwordProblem(input.password, words);
  if (problem) context.addIssue({ code: "custom", path: ["password"], message: problem });
}

export const createUserInput = z
  .strictObject({
    ...person,
    rights: rightList,
    licence: licenceInput,
    isAdministrator: z.boolean().default(false),
  })
  .superRefine(goodPassword);

const account = {
  organisation: line(200),
  timeZone: typed.refine(isZone, "invalid_value"),
  locale: z.enum(locales),
};

export const setUpServerInput = z
  .strictObject({ token: z.string().max(100), ...account, ...person })
  .superRefine(goodPassword);

export const openAccountInput = z
  .strictObject({ ...account, ...person, parallelEvents: z.int().min(1).max(1000).default(1) })
  .superRefine(goodPassword);

const choice = z.enum(["group", "allow", "deny"], "invalid_value");

export const setRightsInput = z.strictObject({
  userId: z.uuid(),
  /** The choices that the form showed: others by now are a conflict. */
  was: z.string().max(400),
  /** As the groups say, or a choice for this person alone. */
  rights: z.strictObject(
    Object.fromEntries(rightCodes.map((code) => [code, choice])) as Record<RightCode, typeof choice>,
  ),
});

/** `right.record=allow` of the form as `rights: { record: "allow" }`. */
export function rightsOfForm(values: Record<string, string | string[]>): Record<string, unknown> {
  const { userId, was } = values;
  return {
    userId,
    was,
    rights: Object.fromEntries(rightCodes.map((code) => [code, values[`right.${code}`]])),
  };
}

export const setLicenceInput = z.strictObject({ userId: z.uuid(), licence: licenceInput });

type FormValues = Record<string, string | string[]>;

/** The end is typed as wall time in the zone that the form names. */
export function licenceOfForm(values: FormValues): unknown {
  const { userId, zone, "licence.term": term, "licence.expiresAt": typed } = values;
  if (term !== "temporary") return { userId, licence: { term } };
  const isReal = isLocalDateTime(typed) && isZone(zone);
  const expiresAt = isReal ? toInstant(typed, String(zone)).toISOString() : typed || undefined;
  return { userId, licence: { term, expiresAt } };
}

export const parallelEventsInput = z.strictObject({
  /** What the form showed: another value by now is a conflict. */
  was: whole(0, 1000),
  parallelEvents: whole(1, 1000),
});

/** What people choose for themselves. An empty time zone means that of their organisation. */
export const saveProfileInput = z.strictObject({
  locale: z.enum(locales, "invalid_value"),
  timeZone: typed
    .refine((zone) => zone === "" || isZone(zone), "invalid_value")
    .transform((zone) => zone || null),
  theme: themeChoice,
});

/** The place of a person in the directory: the id, then the key of the name. */
export const directoryCursor = z
  .string()
  .max(600)
  .regex(/^[0-9a-f-]{36}_/)
  .refine((text) => z.uuid().safeParse(text.slice(0, 36)).success && !hasForbiddenCharacters(text))
  .transform((text) => ({ id: text.slice(0, 36), nameKey: text.slice(37) }));

export const directoryCursorText = ({ id, nameKey }: z.output<typeof directoryCursor>) => `${id}_${nameKey}`;

/** Addresses are typed, shortened and shared: a part that makes no sense is as good as missing. */
export const directoryAddress = z.object({
  q: line(200).optional().catch(undefined),
  after: directoryCursor.optional().catch(undefined),
  before: directoryCursor.optional().catch(undefined),
});
