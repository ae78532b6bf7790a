import * as z from "zod";
import { emailAddress } from "@/lib/text";
import { currentPassword } from "../passwords/schema";

export const changeEmailInput = z.strictObject({ email: emailAddress(), current: currentPassword });

export const confirmEmailInput = z.strictObject({ token: z.string().max(100) });
