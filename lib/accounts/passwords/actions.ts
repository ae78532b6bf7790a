"use server";
import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { toFormAction } from "@/lib/server/transport";
import { changePassword, requestReset, resetPassword } from "./commands";

export const changePasswordForm = toFormAction(changePassword, {
  onSuccess: () => revalidatePath("/profile", "layout"),
});

export const requestResetForm = toFormAction(requestReset, { onSuccess: () => redirect("/forgot?sent=1") });

export const resetPasswordForm = toFormAction(resetPassword, {
  onSuccess: () => redirect("/sign-in?password=changed"),
});
