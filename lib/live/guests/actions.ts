"use server";
import { redirect } from "next/navigation";
import type { FormState } from "@/lib/errors";
import { formatConferenceId } from "@/lib/ids";
import { setGuestCookie } from "@/lib/registrations/guest-cookie";
import { findReach } from "@/lib/registrations/queries";
import { currentActor, visitorOf } from "@/lib/server/actor";
import { toFormAction } from "@/lib/server/transport";
import { enterAsGuest } from "../commands";

const entering = toFormAction(enterAsGuest, {
  // An empty field is no try of a PIN.
  read: ({ publicId, name, pin }) => (pin ? { publicId, name, pin } : { publicId, name }),
  actor: async ({ publicId }) => {
    const reach = await findReach(String(publicId));
    return reach ? visitorOf(reach.tenantId, reach.conferenceId) : currentActor();
  },
  onSuccess: async (pass, form) => {
    await setGuestCookie({ ...pass, expiresAt: new Date(pass.expiresAt) });
    redirect(`/c/${formatConferenceId(String(form.get("publicId")))}/room`);
  },
});

/** What is wrong with the PIN is said at its field. */
export async function enterByName(before: FormState, form: FormData): Promise<FormState> {
  const state = await entering(before, form);
  const error = state.result && !state.result.ok ? state.result.error : undefined;
  if (error?.code !== "pin_required" && error?.code !== "wrong_pin") return state;
  const fields = { pin: { code: error.code, params: error.params } };
  return { ...state, result: { ok: false, error: { code: "invalid", fields } } };
}
