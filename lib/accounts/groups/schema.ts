import * as z from "zod";
import { line } from "@/lib/text";
import { rightList } from "../schema";

/** No box ticked is no field sent, one is a text, several are a list. */
const given = z.preprocess(
  (input) => (input === undefined ? [] : typeof input === "string" ? [input] : input),
  rightList,
);

const version = z.coerce
  .number()
  .int()
  .min(1)
  .max(2 ** 31 - 1);

/** One opening of the form is one group, however often it is sent. */
export const createGroupInput = z.strictObject({
  name: line(100),
  rights: given,
  requestId: z.uuid().optional(),
});

/** `version` is what the form showed. The group that is everyone has no name to change. */
export const saveGroupInput = z.strictObject({
  groupId: z.uuid(),
  version,
  name: line(100).optional(),
  rights: given,
});

export const groupInput = z.strictObject({ groupId: z.uuid() });

export const memberInput = z.strictObject({ groupId: z.uuid(), userId: z.uuid() });
