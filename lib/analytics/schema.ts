import * as z from "zod";
import { hasForbiddenCharacters, line } from "@/lib/text";
import { isLocalDateTime, toInstant } from "@/lib/time/local";
import type { Interval } from "./rules";

/** Where a page of a list begins: the key of the row it stands beside, null for rows without one, and its id. */
export type Cursor = { key: string | null; id: string };

const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;
const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** `id_key`; rows without a key have none. */
export const cursorText = ({ key, id }: Cursor) => (key === null ? id : `${id}_${key}`);

export const cursor = z
  .string()
  .max(1200)
  .transform((text, context): Cursor => {
    const id = text.slice(0, 36);
    if (uuid.test(id) && !hasForbiddenCharacters(text) && (text.length === 36 || text[36] === "_")) {
      return { id, key: text.length === 36 ? null : text.slice(37) };
    }
    context.addIssue({ code: "custom", message: "invalid_value", input: text });
    return z.NEVER;
  });

/** Cursors of lists in the order of time: their key is an instant to the microsecond. */
export const isTimeCursor = ({ key }: Cursor) =>
  key === null || (moment.test(key) && !Number.isNaN(Date.parse(key)));

/** Addresses are typed, shortened and shared: a part that makes no sense is as good as missing. */
const part = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);

const localTime = z
  .string()
  // A browser without a date picker sends the day and the hour with a space between.
  .transform((text) => text.trim().replace(" ", "T"))
  .refine(isLocalDateTime);

export const sorts = ["added", "name", "joined", "email"] as const;
export type Sort = (typeof sorts)[number];
export type Direction = "asc" | "desc";

/** Orders of the participants, the way they are first asked for in front; those of the history. */
export const entryOrders = [
  "added_desc",
  "added_asc",
  "name_asc",
  "name_desc",
  "joined_desc",
  "joined_asc",
  "email_asc",
  "email_desc",
] as const satisfies readonly `${Sort}_${Direction}`[];
export const historyOrders = ["time_desc", "time_asc"] as const;
const orders = [...entryOrders, ...historyOrders] as const;
export type OrderName = (typeof orders)[number];

/** The order of the participants that an address asks for; the latest additions come first. */
export function entryOrder(order?: OrderName): { sort: Sort; direction: Direction } {
  const known = entryOrders.find((name) => name === order) ?? "added_desc";
  const [sort, direction] = known.split("_") as [Sort, Direction];
  return { sort, direction };
}

export const historyOrder = (order?: OrderName): Direction => (order === "time_asc" ? "asc" : "desc");

export const analyticsAddress = z.object({
  tab: part(z.enum(["entries", "history"])),
  q: part(line(200)),
  auth: part(z.enum(["users", "guests"])),
  joined: part(z.enum(["yes", "no"])),
  mail: part(z.literal("undelivered")),
  kind: part(z.enum(["entries", "exits"])),
  from: part(localTime),
  to: part(localTime),
  order: part(z.enum(orders)),
  after: part(cursor),
  before: part(cursor),
  chart: part(z.enum(["added", "people", "off"])),
  view: part(z.literal("table")),
  filters: part(z.literal("1")),
  p: part(z.uuid()),
  refused: part(z.enum(["too_many_requests", "unavailable"])),
  seconds: part(z.coerce.number().int().min(1).max(86_400)),
});
export type Address = z.output<typeof analyticsAddress>;

/** What links keep: the place in the list, the person and a refusal belong to one view only. */
const passing = ["after", "before", "p", "refused", "seconds"] as const;

type Part = keyof Address;

/** The address of this page with some parts changed; null takes a part away. */
export function addressOf(path: string, address: Address, changes: Partial<Record<Part, string | null>>) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(address)) {
    if (value === undefined || name in changes) continue;
    if ((passing as readonly string[]).includes(name)) continue;
    query.set(name, String(value));
  }
  for (const [name, value] of Object.entries(changes)) if (value) query.set(name, value);
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

/** The parts that a form must not lose, for its hidden fields. */
export function keptParts(address: Address, own: readonly Part[]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(address).flatMap(([name, value]) =>
      value === undefined || own.includes(name as Part) || (passing as readonly string[]).includes(name)
        ? []
        : [[name, String(value)]],
    ),
  );
}

/** The interval of an address in the viewer's zone; null when its end does not lie after its start. */
export function intervalOf({ from, to }: Pick<Address, "from" | "to">, zone: string): Interval | null {
  const interval = {
    from: from ? toInstant(from, zone) : undefined,
    to: to ? toInstant(to, zone) : undefined,
  };
  return interval.from && interval.to && interval.from >= interval.to ? null : interval;
}

/** What an export asks for; the interval in the viewer's wall time, as on the page. */
export const exportAddress = z.object({
  conference: z.uuid(),
  from: part(localTime),
  to: part(localTime),
});

export const exportInput = z.strictObject({
  conferenceId: z.uuid(),
  what: z.enum(["entries", "history"]),
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
});
