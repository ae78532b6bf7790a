"use server";
import { revalidatePath } from "next/cache";
import { toFormAction } from "@/lib/server/transport";
import { extendLicence, saveLicencePools, saveLicenceTerms } from "./commands";

export const extendLicenceForm = toFormAction(extendLicence, {
  onSuccess: () => revalidatePath("/", "layout"),
});

export const saveLicenceTermsForm = toFormAction(saveLicenceTerms, {
  read: ({ was, shows, mayExtend, extensions }) => ({
    was,
    shows: shows === "on",
    mayExtend: mayExtend === "on",
    extensions: extensions ?? "",
  }),
  onSuccess: () => revalidatePath("/control", "layout"),
});

export const saveLicencePoolsForm = toFormAction(saveLicencePools, {
  onSuccess: () => revalidatePath("/control", "layout"),
});
