import * as z from "zod";
import { line, listOf, paragraph } from "@/lib/text";
import { isLocalDateTime } from "@/lib/time/local";
import { isZone } from "@/lib/time/zones";
import { kindOf, mandatoryFields, standardFields } from "./rules";

const participant = z.strictObject({ userId: z.uuid(), role: z.enum(["moderator", "attendee"]) });

const formField = z.strictObject({ standardKey: z.enum(standardFields), required: z.boolean() });

const form = listOf(formField, standardFields.length)
  .refine((fields) => new Set(fields.map((f) => f.standardKey)).size === fields.length, "invalid_value")
  .refine(
    (fields) => mandatoryFields.every((key) => fields.some((f) => f.standardKey === key && f.required)),
    "mandatory_fields",
  );

const registration = z.strictObject({
  closing: z.enum(["at_start", "at_end"]).default("at_start"),
  autoClose: z.boolean().default(true),
  /** Only while creating: afterwards the form is fixed (rule 6). */
  fields: form.optional(),
});

/** In the order of the form, so that errors are listed in it too. */
const fields = {
  visibility: z.enum(["private", "public"]).default("private"),
  name: line(120),
  // The others are words of the product already, but not yet something that one can join.
  mode: z
    .enum(["all_on_screen", "lecture", "role_based"])
    .refine((mode) => mode === "all_on_screen", "mode_not_offered")
    .default("all_on_screen"),
  /** Left out, the date decides (J06). */
  kind: z.enum(["scheduled", "room"]).optional(),
  /** Wall time in `timeZone`, `YYYY-MM-DDTHH:mm`. */
  localStart: z.string().refine(isLocalDateTime, "invalid_date").nullish(),
  durationMin: z.int("duration_range").min(5, "duration_range").max(1440, "duration_range").default(60),
  timeZone: z.string().refine(isZone, "invalid_zone").nullish(),
  description: paragraph(4000).default(""),
  participants: listOf(participant, 1000).optional(),
  /** An ID of the organiser's own; its full grammar is checked where it is taken. */
  publicId: z
    .string()
    .regex(/^[a-z0-9-]{3,64}$/, "invalid_conference_id")
    .nullish(),
  /** `auto`: six random digits. Null: none. */
  pin: z
    .string()
    .regex(/^(auto|[0-9]{4,8})$/, "invalid_pin")
    .nullish(),
  location: line(200, { min: 0 }).default(""),
  sendInvitations: z.boolean().default(true),
  seatLimit: z.int("seats_range").min(2, "seats_range").max(100_000, "seats_range").nullish(),
  registration: registration.nullish(),
};

type Planned = {
  kind?: "scheduled" | "room";
  visibility: "private" | "public";
  localStart?: string | null;
  timeZone?: string | null;
  participants?: { userId: string }[];
  registration?: unknown;
  publicId?: string | null;
};

/** What no field can say alone. */
function together(input: Planned, context: z.RefinementCtx): void {
  const refuse = (name: keyof Planned, message: string) =>
    context.addIssue({ code: "custom", path: [name], message, input: input[name] });
  const kind = input.kind ?? kindOf(input.localStart);
  if (kind === "scheduled" && !input.localStart) refuse("localStart", "required");
  if (kind === "scheduled" && !input.timeZone) refuse("timeZone", "required");
  if (kind === "room" && input.localStart) refuse("localStart", "rooms_have_no_date");
  if (input.registration && (kind !== "scheduled" || input.visibility !== "public")) {
    refuse("registration", "registration_needs_webinar");
  }
  if (input.publicId && input.visibility !== "public") refuse("publicId", "custom_id_public_only");
  const ids = (input.participants ?? []).map((p) => p.userId);
  if (new Set(ids).size < ids.length) refuse("participants", "already_invited");
}

export const createInput = z
  .strictObject({
    ...fields,
    /** Made by the form: the same one twice is one conference. */
    requestId: z.uuid().optional(),
  })
  .superRefine(together);

/**
 * The whole plan again. What is left out of `participants`, `registration`, `pin` and `publicId` stays as it is; null
 * takes it away.
 */
export const updateInput = z
  .strictObject({ ...fields, id: z.uuid(), version: z.int().min(1) })
  .superRefine(together);

export const conferenceRef = z.strictObject({ id: z.uuid() });

export type CreateInput = z.output<typeof createInput>;
export type UpdateInput = z.output<typeof updateInput>;
export type PlanInput = Omit<UpdateInput, "id" | "version">;

type FormValues = Record<string, string | string[]>;

const one = (values: FormValues, name: string): string => {
  const value = values[name] ?? "";
  return Array.isArray(value) ? (value[0] ?? "") : value;
};
const many = (values: FormValues, name: string): string[] => [values[name] ?? []].flat().filter(Boolean);

/**
 * What the editor's fields say, as the input of a command. Fields that do not belong to the kind or the visibility
 * chosen are left aside: without scripts they are in the form all the same.
 */
export function planOfForm(values: FormValues): Record<string, unknown> {
  const text = (name: string) => one(values, name);
  const id = text("id");
  const visibility = text("visibility") || undefined;
  const kind = text("kind") || undefined;
  const isScheduled = kind === "scheduled";
  const isWebinar = isScheduled && visibility === "public";
  const chosen = many(values, "fields[]");
  const required = many(values, "required[]");
  const formFields = standardFields
    .filter((key) => mandatoryFields.includes(key) || chosen.includes(key))
    .map((standardKey) => ({
      standardKey,
      required: mandatoryFields.includes(standardKey) || required.includes(standardKey),
    }));
  const registration = {
    closing: text("closing") || undefined,
    autoClose: text("autoClose") === "on",
    // Only a new conference says which fields its form has.
    ...(id ? {} : { fields: formFields }),
  };
  return {
    ...(id ? { id, version: Number(text("version")) } : { requestId: text("requestId") || undefined }),
    visibility,
    kind,
    name: text("name"),
    description: text("description"),
    location: text("location"),
    mode: text("mode") || undefined,
    localStart: isScheduled && text("date") && text("time") ? `${text("date")}T${text("time")}` : null,
    timeZone: isScheduled ? text("timeZone") || null : null,
    durationMin: isScheduled ? Number(text("durationMin")) : undefined,
    seatLimit: isWebinar && text("seatLimit") ? Number(text("seatLimit")) : null,
    pin: text("secured") === "on" ? text("pin").trim() || "auto" : null,
    sendInvitations: text("sendInvitations") === "on",
    publicId: visibility === "public" ? text("publicId").trim().toLowerCase() || null : null,
    participants: many(values, "participants[]").map((entry) => {
      const [userId, role] = entry.split(":");
      return { userId, role };
    }),
    registration: isWebinar && text("registrationOn") === "on" ? registration : null,
  };
}
