"use server";
import { redirect } from "next/navigation";
import type { FormState } from "@/lib/errors";
import { formatConferenceId } from "@/lib/ids";
import { toFormAction } from "@/lib/server/transport";
import { registerGuest, resendLink } from "./commands";
import { setReceipt } from "./guest-cookie";

const registering = toFormAction(registerGuest, {
  onSuccess: async ({ publicId, conferenceId, receipt }) => {
    await setReceipt({ c: conferenceId, ...receipt });
    redirect(`/c/${formatConferenceId(publicId)}/registered`);
  },
});
export const register = async (before: FormState, form: FormData) => registering(before, form);

const resending = toFormAction(resendLink, {
  onSuccess: ({ publicId }) => redirect(`/c/${formatConferenceId(publicId)}/link?sent=1`),
});
export const resend = async (before: FormState, form: FormData) => resending(before, form);
