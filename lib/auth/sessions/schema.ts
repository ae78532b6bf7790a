import * as z from "zod";

/** What the list calls a session: not what its cookie holds. */
export const endSessionInput = z.strictObject({
  session: z.string().regex(/^[0-9a-f]{64}$/, "invalid_value"),
});
