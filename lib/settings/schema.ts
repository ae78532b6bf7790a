import * as z from "zod";

/** What the administrator of the server decides. Stored as one document with a version. */
export const serverSettingsSchema = z.object({
  /** Who runs this server, for its public pages; and whom people may ask, in the administrator's own words. */
  organisation: z.string().max(200).nullable().default(null),
  contact: z.string().max(200).nullable().default(null),
  /** Wrong passwords in a row that lock a user ID, and for how long (rule 9, B04–B09). */
  lockout: z
    .object({
      attempts: z.int().min(1).max(100).default(10),
      minutes: z.int().min(1).max(43_200).default(1440),
    })
    .prefault({}),
  /** E-mail invitations and confirmations are sent at all (M15). */
  mailInvitations: z.boolean().default(true),
  /** Code of the guest page, digested; null means that the page is public (A13). */
  guestPageCode: z.string().nullable().default(null),
  /** How many people the media of a mode carries (rule 4). A mesh holds few. */
  mediaLimits: z
    .object({
      all_on_screen: z.int().min(2).max(100_000).default(6),
      lecture: z.int().min(2).max(100_000).default(20),
      role_based: z.int().min(2).max(100_000).default(20),
    })
    .prefault({}),
});

export type ServerSettings = z.infer<typeof serverSettingsSchema>;
