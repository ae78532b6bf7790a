import * as z from "zod";

/** The first mail to one person of a conference, once more. */
export const resendInput = z.strictObject({ participantId: z.uuid() });
