import * as z from "zod";
import { whole } from "@/lib/settings/schema";
import { hasForbiddenCharacters, line } from "@/lib/text";

/** The end that the person saw when pressing the button: a second press names the same one and extends nothing. */
export const extendInput = z.strictObject({ seen: z.iso.datetime({ offset: true }) });

export const onlineInput = z.strictObject({});

/** Nothing typed means: without limit. */
const limit = (min: number, max: number) =>
  z.preprocess(
    (input) => (typeof input === "string" && input.trim() === "" ? null : input),
    z.union([z.null(), whole(min, max)]),
  );

const stamp = z.string().max(60);

export const saveTermsInput = z.strictObject({
  was: stamp,
  shows: z.boolean(),
  mayExtend: z.boolean(),
  extensions: limit(1, 1000),
});

export const savePoolsInput = z.strictObject({
  was: stamp,
  pro: limit(0, 1_000_000),
  online: limit(0, 1_000_000),
});

/** Which holders a list shows. */
export const holderFilters = ["none", "permanent", "temporary", "ended", "online"] as const;
export type HolderFilter = (typeof holderFilters)[number];

/** The place of a person in the list: the id, then the key of the name. */
const cursor = z
  .string()
  .max(600)
  .regex(/^[0-9a-f-]{36}_/)
  .refine((text) => z.uuid().safeParse(text.slice(0, 36)).success && !hasForbiddenCharacters(text))
  .transform((text) => ({ id: text.slice(0, 36), nameKey: text.slice(37) }));

export type HolderCursor = z.output<typeof cursor>;
export const holderCursorText = ({ id, nameKey }: HolderCursor) => `${id}_${nameKey}`;

/** Addresses are typed, shortened and shared: a part that makes no sense is as good as missing. */
export const holdersAddress = z.object({
  q: line(200).optional().catch(undefined),
  only: z.enum(holderFilters).optional().catch(undefined),
  after: cursor.optional().catch(undefined),
  before: cursor.optional().catch(undefined),
  saved: z.uuid().optional().catch(undefined),
});
