"use server";
import { revalidatePath } from "next/cache";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import type { FormState } from "@/lib/errors";
import { findActor } from "@/lib/server/actor";
import { sessionCookieOptions, setSessionCookie } from "@/lib/server/session";
import { toFormAction } from "@/lib/server/transport";
import { signOut } from "../commands";
import { safePath } from "../rules";
import { confirmFactor, dropFactor, enterCode, removeFactor, renewCodes, startFactor } from "./commands";
import { challengeCookie } from "./rules";

const onSuccess = () => revalidatePath("/profile", "layout");

export const startFactorForm = toFormAction(startFactor, { onSuccess });

export const dropFactorForm = toFormAction(dropFactor, { read: () => ({}), onSuccess });

export const removeFactorForm = toFormAction(removeFactor, { onSuccess });

/** The codes are in the answer and nowhere else, so the page stays until they are put away. */
export const confirmFactorForm = toFormAction(confirmFactor);

export const renewCodesForm = toFormAction(renewCodes);

export async function enterCodeForm(previous: FormState, form: FormData): Promise<FormState> {
  const jar = await cookies();
  const challenge = jar.get(challengeCookie)?.value ?? "";
  const enter = toFormAction(enterCode, {
    read: ({ code }) => ({ challenge, code }),
    onSuccess: async ({ userId, sid }, sent) => {
      const before = await findActor();
      if (before) await signOut.execute(before, {});
      await setSessionCookie({ sub: userId, sid });
      jar.set(challengeCookie, "", { ...sessionCookieOptions(), path: "/sign-in", maxAge: 0 });
      redirect(safePath(sent.get("next")));
    },
  });
  const state = await enter(previous, form);
  // Five minutes are over, or the person was signed out everywhere meanwhile: from the beginning.
  if (state.result?.ok === false && state.result.error.code === "not_found") redirect("/sign-in");
  return state;
}
