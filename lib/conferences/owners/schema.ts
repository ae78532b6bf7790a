import * as z from "zod";
import { confirmInput } from "@/lib/auth/confirm/schema";

const typed = z.string({ error: ({ input }) => (input === undefined ? "required" : "invalid_value") });

/** What becomes of the person's conferences that lie ahead and of their rooms. `to` is a user ID. */
export const deleteUserInput = z.discriminatedUnion("conferences", [
  z.strictObject({
    userId: z.uuid(),
    conferences: z.literal("transfer"),
    to: typed.trim().toLowerCase().min(1, "required").max(200, "too_long"),
    password: confirmInput.shape.password,
  }),
  z.strictObject({
    userId: z.uuid(),
    conferences: z.literal("cancel"),
    password: confirmInput.shape.password,
  }),
]);
