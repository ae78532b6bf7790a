"use server";
import { toFormAction } from "@/lib/server/transport";
import { resendMail } from "./commands";

export const resendMailForm = toFormAction(resendMail);
