"use server";
import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { signIn } from "@/lib/auth/commands";
import { currentActor } from "@/lib/server/actor";
import { setSessionCookie } from "@/lib/server/session";
import { toFormAction } from "@/lib/server/transport";
import { setParallelEvents, setUpServer } from "./commands";

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
