import * as z from "zod";
import { emailAddress, line, listOf, personName } from "@/lib/text";
import { groupsMax } from "../rules";
import { directoryCursor, newLogin, optionalEmail } from "../schema";

export const userInput = z.strictObject({ userId: z.uuid() });

export const administratorInput = z.strictObject({ userId: z.uuid(), isAdministrator: z.boolean() });

/** One tick is a text, several are a list. */
const groupIds = z.preprocess(
  (input) => (input === undefined || input === "" ? [] : typeof input === "string" ? [input] : input),
  listOf(z.uuid(), groupsMax),
);

/** One opening of the form is one person, however often it is sent. */
export const inviteUserInput = z.strictObject({
  displayName: personName(),
  login: newLogin,
  email: emailAddress(),
  groups: groupIds,
  requestId: z.uuid().optional(),
});

/** A session is named by what its id hashes to, which opens nothing. */
export const endUserSessionInput = z.strictObject({
  userId: z.uuid(),
  session: z.string().regex(/^[0-9a-f]{64}$/, "invalid_value"),
});

/** `version` is what the form showed: another one by now is a conflict. */
export const saveUserInput = z.strictObject({
  userId: z.uuid(),
  version: z.coerce
    .number()
    .int()
    .min(1)
    .max(2 ** 31 - 1),
  displayName: personName(),
  login: newLogin,
  email: optionalEmail,
});

export const userStates = ["active", "invited", "locked", "disabled"] as const;

/** Addresses are typed, shortened and shared: a part that makes no sense is as good as missing. */
export const usersAddress = z.object({
  q: line(200).optional().catch(undefined),
  group: z.uuid().optional().catch(undefined),
  state: z.enum(userStates).optional().catch(undefined),
  /** What was just done, to be said once. */
  deleted: z.literal("1").optional().catch(undefined),
  after: directoryCursor.optional().catch(undefined),
  before: directoryCursor.optional().catch(undefined),
});

/** The people of one group, or with `add` those who could be added to it. */
export const groupAddress = usersAddress.omit({ group: true, state: true, deleted: true }).extend({
  add: z.literal("1").optional().catch(undefined),
  saved: z.literal("added").optional().catch(undefined),
});

/** What was just done, to be said once. */
export const userAddress = z.object({ saved: z.literal("invited").optional().catch(undefined) });
