"use server";
import { revalidatePath } from "next/cache";
import { toFormAction } from "@/lib/server/transport";
import { removeAvatar } from "./commands";

export const removeAvatarForm = toFormAction(removeAvatar, {
  read: () => ({}),
  onSuccess: () => revalidatePath("/", "layout"),
});
