"use server";
import { revalidatePath } from "next/cache";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import type { FormState } from "@/lib/errors";
import { localeCookie } from "@/lib/i18n/locales";
import { findActor } from "@/lib/server/actor";
import {
  clearSessionCookie,
  lastingCookieOptions,
  sessionCookieOptions,
  setSessionCookie,
} from "@/lib/server/session";
import { isForm, runForRequest, toFormAction } from "@/lib/server/transport";
import { setLocale, setTheme, signIn, signOut, signOutEverywhere, unlock } from "./commands";
import { challengeCookie } from "./factors/rules";
import { blockedPath } from "./page";
import { safePath } from "./rules";
import { localeInput, themeCookie, themeInput } from "./schema";

const trySignIn = toFormAction(signIn, {
  read: ({ login, password }) => ({ login, password }),
  onSuccess: async ({ userId, sid }, form) => {
    // A new sign-in ends the session that this browser had.
    const before = await findActor();
    if (before) await signOut.execute(before, {});
    await setSessionCookie({ sub: userId, sid });
    redirect(safePath(form.get("next")));
  },
});

export async function signInForm(previous: FormState, form: FormData): Promise<FormState> {
  const state = await trySignIn(previous, form);
  const error = state.result && !state.result.ok ? state.result.error : undefined;
  if (error?.code === "second_factor_needed") {
    const options = { ...sessionCookieOptions(), path: "/sign-in", maxAge: 300 };
    (await cookies()).set(challengeCookie, String(error.params?.challenge), options);
    redirect(`/sign-in/code?${new URLSearchParams({ next: safePath(form.get("next")) })}`);
  }
  if (error?.code !== "locked") return state;
  const next = safePath(form.get("next"));
  return redirect(
    blockedPath({ login: String(form.get("login")), until: String(error.params?.until) }, next),
  );
}

/** The session ends on the server first: a cookie that stays behind opens nothing. */
async function leave(command: typeof signOut | typeof signOutEverywhere): Promise<never> {
  const actor = await findActor();
  if (actor) await runForRequest(command, actor, {});
  await clearSessionCookie();
  return redirect("/sign-in");
}

export const signOutNow = async () => leave(signOut);

export const signOutEverywhereNow = async () => leave(signOutEverywhere);

/** In the profile of who is signed in, and in this browser for the pages before that. */
export async function chooseTheme(form: FormData): Promise<void> {
  const parsed = themeInput.safeParse({ theme: isForm(form) ? form.get("theme") : undefined });
  if (!parsed.success) return;
  const actor = await findActor();
  if (actor) await runForRequest(setTheme, actor, parsed.data);
  (await cookies()).set(themeCookie, parsed.data.theme, lastingCookieOptions());
  revalidatePath("/", "layout");
}

export async function chooseLocale(form: FormData): Promise<void> {
  const parsed = localeInput.safeParse({ locale: isForm(form) ? form.get("locale") : undefined });
  if (!parsed.success) return;
  const actor = await findActor();
  if (actor) await runForRequest(setLocale, actor, parsed.data);
  (await cookies()).set(localeCookie, parsed.data.locale, lastingCookieOptions());
  revalidatePath("/", "layout");
}

export const unlockForm = toFormAction(unlock);
