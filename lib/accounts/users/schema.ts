import * as z from "zod";
import { line } from "@/lib/text";
import { directoryCursor } from "../schema";

/** Addresses are typed, shortened and shared: a part that makes no sense is as good as missing. */
export const usersAddress = z.object({
  q: line(200).optional().catch(undefined),
  group: z.uuid().optional().catch(undefined),
  after: directoryCursor.optional().catch(undefined),
  before: directoryCursor.optional().catch(undefined),
});

/** The people of one group, or with `add` those who could be added to it. */
export const groupAddress = usersAddress.omit({ group: true }).extend({
  add: z.literal("1").optional().catch(undefined),
  saved: z.literal("added").optional().catch(undefined),
});
