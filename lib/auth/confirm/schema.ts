import * as z from "zod";

const typed = z.string({ error: ({ input }) => (input === undefined ? "required" : "invalid_value") });

export const confirmInput = z.strictObject({ password: typed.max(1024, "too_long").min(1, "required") });
