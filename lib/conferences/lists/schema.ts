import * as z from "zod";
import { line } from "@/lib/text";
import { isLocalDate, isLocalDateTime } from "@/lib/time/local";

/** The place after a row in the order of a list: its time to the microsecond, then its id. */
const cursor = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z_[0-9a-f-]{36}$/)
  .transform((text, context) => {
    const [at = "", id = ""] = text.split("_");
    if (!Number.isNaN(Date.parse(at)) && z.uuid().safeParse(id).success) return { at, id };
    context.addIssue({ code: "custom", message: "invalid_value", input: text });
    return z.NEVER;
  });

export type Cursor = z.output<typeof cursor>;

export const cursorText = ({ at, id }: Cursor) => `${at}_${id}`;

/** Addresses are typed, shortened and shared: a part that makes no sense is as good as missing. */
const part = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);

/** Left by the editor: what it did, and the wall time to which the clock moved the start. */
const saved = {
  saved: part(z.enum(["created", "changed"])),
  moved: part(z.string().refine(isLocalDateTime)),
};

const filters = {
  visibility: part(z.enum(["private", "public"])),
  role: part(z.enum(["owner", "invited"])),
  state: part(z.enum(["upcoming", "past"])),
};

export const meetingsAddress = z.object({
  view: part(z.literal("all")),
  day: part(z.string().refine(isLocalDate)),
  q: part(line(200)),
  after: part(cursor),
  before: part(cursor),
  c: part(z.uuid()),
  ...saved,
  ...filters,
});

export const roomsAddress = z.object({
  after: part(cursor),
  before: part(cursor),
  c: part(z.uuid()),
  ...saved,
});

export const homeAddress = z.object({ c: part(z.uuid()) });

export type MeetingFilters = Pick<z.output<typeof meetingsAddress>, keyof typeof filters>;
