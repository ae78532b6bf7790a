import * as z from "zod";
import { AVATAR_BYTES } from "./rules";

export const saveAvatarInput = z.strictObject({
  image: z
    .instanceof(Uint8Array)
    .refine((bytes) => bytes.length <= AVATAR_BYTES, "picture_too_large")
    .refine((bytes) => bytes.length > 0, "required"),
});
