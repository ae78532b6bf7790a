"use server";
import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { toFormAction } from "@/lib/server/transport";
import { cancelEmail, changeEmail, confirmEmail } from "./commands";

const onSuccess = () => revalidatePath("/profile", "layout");

export const changeEmailForm = toFormAction(changeEmail, { onSuccess });

export const cancelEmailForm = toFormAction(cancelEmail, { read: () => ({}), onSuccess });

export const confirmEmailForm = toFormAction(confirmEmail, {
  onSuccess: ({ isHere }) => redirect(isHere ? "/profile/security?email=changed" : "/sign-in?email=changed"),
});
