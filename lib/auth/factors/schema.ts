import * as z from "zod";

const typed = z.string({ error: ({ input }) => (input === undefined ? "required" : "invalid_value") });

/** The person's password once more: whoever finds an open browser must not lock its owner out. */
export const ownPasswordInput = z.strictObject({ current: typed.min(1, "required").max(1024, "too_long") });

const code = typed.min(1, "required").max(40, "too_long");

export const confirmFactorInput = z.strictObject({ code });

export const enterCodeInput = z.strictObject({ challenge: z.string().max(1000), code });
