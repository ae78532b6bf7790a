"use server";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type { ErrorCode, FormState } from "@/lib/errors";
import { formatConferenceId, parseConferenceId } from "@/lib/ids";
import { toFormAction } from "@/lib/server/transport";
import { registerGuest, resendLink } from "./commands";
import { setReceipt } from "./guest-cookie";

const registering = toFormAction(registerGuest, {
  onSuccess: async ({ publicId, conferenceId, receipt }) => {
    await setReceipt({ c: conferenceId, ...receipt });
    redirect(`/c/${formatConferenceId(publicId)}/registered`);
  },
});

/** What no other input changes: the conference's page says it, and the form's page leads there. */
const final = new Set<ErrorCode>([
  "full",
  "registration_closed",
  "registration_off",
  "conference_over",
  "conference_cancelled",
]);

export async function register(before: FormState, form: FormData): Promise<FormState> {
  const state = await registering(before, form);
  const isFinal = state.result?.ok === false && final.has(state.result.error.code);
  const publicId = isFinal ? parseConferenceId(String(form.get("publicId"))) : null;
  // Without scripts the answer would be the form's page, drawn for nobody: at a rush for the last seats the dearest part.
  if (publicId && !(await headers()).has("next-action")) redirect(`/c/${formatConferenceId(publicId)}`);
  return state;
}

const resending = toFormAction(resendLink, {
  onSuccess: ({ publicId }) => redirect(`/c/${formatConferenceId(publicId)}/link?sent=1`),
});
export const resend = async (before: FormState, form: FormData) => resending(before, form);
