import * as z from "zod";
import { cleanLine } from "@/lib/text";

const typed = z.string({ error: ({ input }) => (input === undefined ? "required" : "invalid_value") });

/** What a good one is, is asked when it is known whose it will be. */
const newPassword = typed.min(1, "required").max(2048, "too_long");

/** Any text may be tried as the old one. Longer ones cannot be. */
export const currentPassword = typed.min(1, "required").max(1024, "too_long");

export const changePasswordInput = z.strictObject({ current: currentPassword, password: newPassword });

/** A user ID or an e-mail address. */
export const requestResetInput = z.strictObject({
  who: typed
    .max(320, "too_long")
    .transform(cleanLine)
    .refine((text) => text !== "", "required"),
});

export const resetPasswordInput = z.strictObject({ token: z.string().max(100), password: newPassword });

/** Somebody of another account who has the same address, and the link made for them. */
const namesake = z.strictObject({
  tenantId: z.uuid(),
  id: z.uuid(),
  login: z.string(),
  organisation: z.string(),
});

export const issueResetInput = z.strictObject({
  tenantId: z.uuid(),
  userId: z.uuid(),
  /** The same work done twice makes one link. */
  id: z.uuid(),
  /** Whom the one mail names; without them another mail does. */
  names: z.array(namesake).nullable(),
});

export type Namesake = z.output<typeof namesake>;
