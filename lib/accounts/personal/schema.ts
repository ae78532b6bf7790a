import * as z from "zod";
import { personName } from "@/lib/text";

export const saveNameInput = z.strictObject({ displayName: personName() });
