"use server";
import { revalidatePath } from "next/cache";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { signIn } from "@/lib/auth/commands";
import { themeCookie } from "@/lib/auth/schema";
import { localeCookie } from "@/lib/i18n/locales";
import { currentActor } from "@/lib/server/actor";
import { lastingCookieOptions, setSessionCookie } from "@/lib/server/session";
import { toFormAction } from "@/lib/server/transport";
import { saveProfile, setLicence, setParallelEvents, setRights, setUpServer } from "./commands";
import { licenceOfForm, rightsOfForm } from "./schema";

export const setUpServerForm = toFormAction(setUpServer, {
  onSuccess: async (_data, form) => {
    const typed = { login: form.get("login"), password: form.get("password") };
    const result = await signIn.execute(await currentActor(), typed);
    if (!result.ok) redirect("/sign-in");
    await setSessionCookie({ sub: result.data.userId, sid: result.data.sid });
    redirect("/home");
  },
});

export const setParallelEventsForm = toFormAction(setParallelEvents, {
  onSuccess: () => revalidatePath("/control", "layout"),
});

export const setLicenceForm = toFormAction(setLicence, {
  read: licenceOfForm,
  onSuccess: (_data, form) => redirect(`/control/licences?saved=${form.get("userId")}`),
});

/** In the profile, and in this browser for the pages before signing in. */
export const saveProfileForm = toFormAction(saveProfile, {
  onSuccess: async ({ locale, theme }) => {
    const jar = await cookies();
    jar.set(localeCookie, locale, lastingCookieOptions());
    jar.set(themeCookie, theme, lastingCookieOptions());
    revalidatePath("/", "layout");
  },
});

export const setRightsForm = toFormAction(setRights, {
  read: rightsOfForm,
  onSuccess: () => revalidatePath("/control", "layout"),
});
