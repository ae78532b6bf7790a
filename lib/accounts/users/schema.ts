import * as z from "zod";
import { line, personName } from "@/lib/text";
import { directoryCursor, newLogin, optionalEmail } from "../schema";

export const userInput = z.strictObject({ userId: z.uuid() });

export const administratorInput = z.strictObject({ userId: z.uuid(), isAdministrator: z.boolean() });

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
