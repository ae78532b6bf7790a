"use server";
import { redirect } from "next/navigation";
import type { FormState } from "@/lib/errors";
import { formatConferenceId } from "@/lib/ids";
import { toFormAction } from "@/lib/server/transport";
import { cancelRegistration, claimLink, registerGuest, resendLink } from "./commands";
import { clearGuestCookie, clearReceipt, setGuestCookie, setReceipt } from "./guest-cookie";

const registering = toFormAction(registerGuest, {
  onSuccess: async ({ publicId, conferenceId, receipt }) => {
    await setReceipt({ c: conferenceId, ...receipt });
    redirect(`/c/${formatConferenceId(publicId)}/registered`);
  },
});
export const register = async (before: FormState, form: FormData) => registering(before, form);

const claiming = toFormAction(claimLink, {
  onSuccess: async ({ publicId, ...guest }) => {
    await setGuestCookie(guest);
    redirect(`/c/${formatConferenceId(publicId)}/room`);
  },
});
export const openLink = async (before: FormState, form: FormData) => claiming(before, form);

const cancelling = toFormAction(cancelRegistration, {
  onSuccess: async ({ publicId, conferenceId }) => {
    await clearGuestCookie(conferenceId);
    await clearReceipt(conferenceId);
    redirect(`/c/${formatConferenceId(publicId)}?cancelled=1`);
  },
});
export const cancel = async (before: FormState, form: FormData) => cancelling(before, form);

const resending = toFormAction(resendLink, {
  onSuccess: ({ publicId }) => redirect(`/c/${formatConferenceId(publicId)}/link?sent=1`),
});
export const resend = async (before: FormState, form: FormData) => resending(before, form);
