import * as z from "zod";
import { locales } from "@/lib/i18n/locales";
import { emailAddress, line } from "@/lib/text";

const name = () => line(250, { graphemes: 60 });
const answer = () => line(200, { min: 0 }).optional();

const optional = ["company", "job_title", "phone", "city", "country"] as const;

const fields = z.strictObject({
  publicId: z.string().max(200),
  locale: z.enum(locales),
  timeZone: z.string().max(64).optional(),
  /** A secret of the browser, so that it alone is shown its link again and a second press is the same registration. */
  browser: z.string().regex(/^[A-Za-z0-9_-]{22}$/),
  /** What the form marks as required, so that everything missing is named at once. The server's form decides. */
  needs: z.string().max(200).optional(),
  first_name: name(),
  last_name: name(),
  email: emailAddress(),
  company: answer(),
  job_title: answer(),
  phone: answer(),
  city: answer(),
  country: answer(),
});

const isNeeded = (needs: unknown, key: string) => typeof needs === "string" && needs.split(",").includes(key);

/**
 * What the registration form sends. Which of the answers a conference asks for, and which it needs, is decided by its
 * own form on the server.
 */
export const registerInput = optional.reduce(
  (schema, key) =>
    schema.refine((typed) => !isNeeded(typed.needs, key) || Boolean(typed[key]), {
      path: [key],
      message: "required",
      // Beside the other mistakes, not after them: of what was sent nothing is certain yet.
      when: ({ value }) => typeof value === "object" && value !== null,
    }),
  fields,
);

export type RegisterInput = z.infer<typeof registerInput>;

/** A personal link, as its address carries it. */
export const linkInput = z.strictObject({ token: z.string().max(100) });

/** "Send me my link again." */
export const resendInput = z.strictObject({ publicId: z.string().max(200), email: emailAddress() });
