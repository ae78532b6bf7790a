"use server";
import { revalidatePath } from "next/cache";
import { toAction, toFormAction } from "@/lib/server/transport";
import { disableUser, enableUser, saveUser, setAdministrator } from "./commands";

export const saveUserForm = toFormAction(saveUser, {
  onSuccess: () => revalidatePath("/control", "layout"),
});

export const disableUserNow = toAction(disableUser);

export const enableUserNow = toAction(enableUser);

export const setAdministratorNow = toAction(setAdministrator);
