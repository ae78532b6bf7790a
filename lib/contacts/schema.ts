import * as z from "zod";
import { emailAddress, hasForbiddenCharacters, line, paragraph, personName, type TextCode } from "@/lib/text";
import { addressesMax, parseCallString, parsePhone } from "./rules";

const typed = z.string({ error: ({ input }) => (input === undefined ? "required" : "invalid_value") });

/** A field of one line whose text `parse` brings into its stored form, or says what is wrong. */
const parsed = (parse: (text: string) => { value: string } | { problem: string }) =>
  typed.transform((text, context) => {
    const refuse = (message: string) => {
      context.addIssue({ code: "custom", message });
      return z.NEVER;
    };
    if (text.trim() === "") return refuse("required" satisfies TextCode);
    if (text.length > 2048) return refuse("too_long" satisfies TextCode);
    if (hasForbiddenCharacters(text)) return refuse("invalid_characters" satisfies TextCode);
    const result = parse(text);
    return "value" in result ? result.value : refuse(result.problem);
  });

const phoneNumber = () =>
  parsed((text) => {
    const value = parsePhone(text);
    return value ? { value } : { problem: "invalid_phone" };
  });

/** Several of one kind; a field that was left or made empty is none. Each keeps its place for its error. */
const several = (one: z.ZodType<string, string>) =>
  z
    .array(
      typed.transform((text, context) => {
        if (text.trim() === "") return null;
        const result = one.safeParse(text);
        if (result.success) return result.data;
        context.addIssue({ code: "custom", message: result.error.issues[0]?.message ?? "invalid_value" });
        return z.NEVER;
      }),
    )
    .max(addressesMax)
    .prefault([])
    .transform((values) => [...new Set(values.filter((value) => value !== null))]);

const optionalLine = (max: number) =>
  line(max, { min: 0 })
    .prefault("")
    .transform((text) => text || null);

const note = paragraph(2000)
  .prefault("")
  .transform((text) => text || null);

const person = {
  kind: z.literal("person"),
  displayName: personName(),
  company: optionalLine(200),
  emails: several(emailAddress()),
  phones: several(phoneNumber()),
  note,
};

const callString = {
  kind: z.literal("call_string"),
  displayName: personName(),
  callString: parsed(parseCallString),
  note,
};

/** One opening of the form is one contact, however often it is sent. */
const opened = { requestId: z.uuid().optional() };

export const addContactInput = z.discriminatedUnion("kind", [
  z.strictObject({ ...person, ...opened }),
  z.strictObject({ ...callString, ...opened }),
]);

/** `version` is what the form showed: another one by now is a conflict. */
const saved = {
  contactId: z.uuid(),
  version: z.coerce
    .number()
    .int()
    .min(1)
    .max(2 ** 31 - 1),
};

export const saveContactInput = z.discriminatedUnion("kind", [
  z.strictObject({ ...person, ...saved }),
  z.strictObject({ ...callString, ...saved }),
]);

export const contactInput = z.strictObject({ contactId: z.uuid() });

type FormValues = Record<string, string | string[]>;

/** From the form's fields: `emails.0`, `emails.1` and so on are one list, in their order. */
export function contactOfForm(values: FormValues): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  const lists: { emails: string[]; phones: string[] } = { emails: [], phones: [] };
  for (const [name, value] of Object.entries(values)) {
    const [, list, place] = /^(emails|phones)\.(\d)$/.exec(name) ?? [];
    if (list === "emails" || list === "phones") lists[list][Number(place)] = String(value);
    else if (name !== "requestId" || value) input[name] = value;
  }
  if (values.kind !== "person") return input;
  for (const [name, list] of Object.entries(lists)) input[name] = Array.from(list, (value) => value ?? "");
  return input;
}

/** Addresses are typed, shortened and shared: a part that makes no sense is as good as missing. */
export const contactsAddress = z.object({
  q: line(200).optional().catch(undefined),
  after: z.uuid().optional().catch(undefined),
  before: z.uuid().optional().catch(undefined),
  /** What was just done, to be said once. */
  saved: z.enum(["added", "changed"]).optional().catch(undefined),
  contact: z.uuid().optional().catch(undefined),
});
