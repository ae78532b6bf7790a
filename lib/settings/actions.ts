"use server";
import { revalidatePath } from "next/cache";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { sessionCookieOptions } from "@/lib/server/session";
import { toFormAction } from "@/lib/server/transport";
import {
  enterGuestPage,
  saveGuestPage,
  saveMailSwitch,
  saveMediaLimits,
  saveOrganisation,
  saveSelfService,
  saveSignInPolicy,
} from "./commands";
import { guestPassCookie } from "./schema";

/** The page that is shown next has the new version in its forms. */
const onSuccess = () => revalidatePath("/control", "layout");

export const saveOrganisationForm = toFormAction(saveOrganisation, { onSuccess });

export const saveSignInPolicyForm = toFormAction(saveSignInPolicy, {
  read: ({ mailEnds, ...rest }) => ({ ...rest, mailEnds: mailEnds === "on" }),
  onSuccess,
});

export const saveSelfServiceForm = toFormAction(saveSelfService, {
  read: ({ version, name, picture, email, password }) => ({
    version,
    name: name === "on",
    picture: picture === "on",
    email: email === "on",
    password: password === "on",
  }),
  onSuccess,
});

export const saveMediaLimitsForm = toFormAction(saveMediaLimits, { onSuccess });

export const saveMailSwitchForm = toFormAction(saveMailSwitch, {
  read: ({ version, mailInvitations }) => ({ version, mailInvitations: mailInvitations === "on" }),
  onSuccess,
});

export const saveGuestPageForm = toFormAction(saveGuestPage, {
  read: ({ version, isProtected, code }) => ({ version, isProtected: isProtected === "on", code }),
  onSuccess,
});

export const enterGuestPageForm = toFormAction(enterGuestPage, {
  onSuccess: async ({ pass }) => {
    (await cookies()).set(guestPassCookie, pass, { ...sessionCookieOptions(), maxAge: 30 * 86_400 });
    redirect("/");
  },
});
