"use server";
import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { toAction, toFormAction } from "@/lib/server/transport";
import {
  disableUser,
  enableUser,
  endUserSession,
  endUserSessions,
  inviteUser,
  saveUser,
  sendPasswordLink,
  setAdministrator,
} from "./commands";

const onSuccess = () => revalidatePath("/control", "layout");

export const inviteUserForm = toFormAction(inviteUser, {
  read: ({ requestId, ...values }) => ({ ...values, ...(requestId ? { requestId } : {}) }),
  onSuccess: ({ userId }) => redirect(`/control/users/${userId}?saved=invited`),
});

export const saveUserForm = toFormAction(saveUser, { onSuccess });

export const endUserSessionForm = toFormAction(endUserSession, { onSuccess });

export const endUserSessionsNow = toAction(endUserSessions);

export const disableUserNow = toAction(disableUser);

export const enableUserNow = toAction(enableUser);

export const setAdministratorNow = toAction(setAdministrator);

export const sendPasswordLinkNow = toAction(sendPasswordLink);
