"use server";
import { revalidatePath } from "next/cache";
import { toFormAction } from "@/lib/server/transport";
import { resendMail } from "./commands";

/** The list is read again: the mail is on its way. */
const onSuccess = () => revalidatePath("/meetings", "layout");

export const resendMailForm = toFormAction(resendMail, { onSuccess });
