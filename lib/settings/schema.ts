import * as z from "zod";
import { line } from "@/lib/text";

export const guestPassCookie = "foyer.guestpage";

/** What a mesh of browsers carries; more needs a media server (rule 4). */
export const defaultMediaLimits = { all_on_screen: 6, lecture: 20, role_based: 20 } as const;

const between = (min: number, max: number) =>
  z
    .int({ error: ({ input }) => (input === undefined ? "required" : "not_a_number") })
    .min(min, "number_min")
    .max(max, "number_max");

/** A whole number, also as a form sends it. */
export const whole = (min: number, max: number) =>
  z.preprocess(
    (input) => {
      if (typeof input !== "string") return input;
      const typed = input.trim();
      return typed === "" ? undefined : /^\d{1,9}$/.test(typed) ? Number(typed) : typed;
    },
    between(min, max),
  );

const attempts = [1, 100] as const;
const minutes = [1, 43_200] as const;
const people = [2, 100_000] as const;

/** What the administrator of the server decides. Stored as one document with a version. */
export const serverSettingsSchema = z.object({
  /** Who runs this server, for its public pages; and whom people may ask, in the administrator's own words. */
  organisation: z.string().max(200).nullable().default(null),
  contact: z.string().max(200).nullable().default(null),
  /** Wrong passwords in a row that lock a user ID, and for how long (rule 9, B04–B09). */
  lockout: z
    .object({
      attempts: between(...attempts).default(10),
      minutes: between(...minutes).default(1440),
      /** Whoever chooses a new password by a mailed link may use it at once. */
      mailEnds: z.boolean().default(true),
    })
    .prefault({}),
  /** What people change about themselves; the rest is the administrators' to change (G07, G11). */
  selfService: z
    .object({
      name: z.boolean().default(false),
      picture: z.boolean().default(true),
      email: z.boolean().default(true),
      password: z.boolean().default(true),
    })
    .prefault({}),
  /** E-mail invitations and confirmations are sent at all (M15). */
  mailInvitations: z.boolean().default(true),
  /** Code of the guest page, hashed like a password; null means that the page is public (A13). */
  guestPageCode: z.string().nullable().default(null),
  /** How many people the media of a mode carries (rule 4). */
  mediaLimits: z
    .object({
      all_on_screen: between(...people).default(defaultMediaLimits.all_on_screen),
      lecture: between(...people).default(defaultMediaLimits.lecture),
      role_based: between(...people).default(defaultMediaLimits.role_based),
    })
    .prefault({}),
});

export type ServerSettings = z.infer<typeof serverSettingsSchema>;

const typed = z.string({ error: ({ input }) => (input === undefined ? "required" : "invalid_value") });

/** The version that the form was filled from: who saves later than somebody else is told. */
const version = { version: whole(0, 2 ** 31 - 1) };

const optionalLine = line(200, { min: 0 }).transform((text) => text || null);

export const organisationInput = z.strictObject({
  ...version,
  organisation: optionalLine,
  contact: optionalLine,
});

export const signInPolicyInput = z.strictObject({
  ...version,
  attempts: whole(...attempts),
  minutes: whole(...minutes),
  mailEnds: z.boolean().default(true),
});

export const selfServiceInput = z.strictObject({
  ...version,
  name: z.boolean(),
  picture: z.boolean().default(true),
  email: z.boolean(),
  password: z.boolean(),
});

export const mailSwitchInput = z.strictObject({ ...version, mailInvitations: z.boolean() });

export const mediaLimitsInput = z.strictObject({
  ...version,
  all_on_screen: whole(...people),
  lecture: whole(...people),
  role_based: whole(...people),
});

export const guestCode = { min: 4, max: 64 };

/** An empty code keeps the one that is set. */
export const guestPageInput = z.strictObject({
  ...version,
  isProtected: z.boolean(),
  code: typed.max(guestCode.max, "too_long").default(""),
});

export const enterGuestPageInput = z.strictObject({
  code: typed.min(1, "required").max(200, "too_long"),
});
