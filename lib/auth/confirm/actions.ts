"use server";
import { toFormAction } from "@/lib/server/transport";
import { confirmPassword } from "./commands";

export const confirmPasswordForm = toFormAction(confirmPassword);
