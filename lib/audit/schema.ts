import * as z from "zod";
import { cursor } from "@/lib/analytics/schema";
import { line } from "@/lib/text";
import { isLocalDate } from "@/lib/time/local";
import { areas } from "./rules";

const part = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);

const day = z.string().refine(isLocalDate);

/** What the log is narrowed to. Addresses are typed and shared: a part that makes no sense is as good as missing. */
const filters = {
  q: part(line(200)),
  area: part(z.enum(areas)),
  action: part(z.string().regex(/^[a-z]+\.[A-Za-z]+$/)),
  outcome: part(z.enum(["ok", "denied"])),
  from: part(day),
  to: part(day),
};

export const auditAddress = z.object({ ...filters, after: part(cursor), before: part(cursor) });
export type AuditAddress = z.output<typeof auditAddress>;

/** The same filters for a file, kept in the log themselves. */
export const exportAuditInput = z.strictObject({ filters: z.strictObject(filters) });
