"use server";
import { revalidatePath } from "next/cache";
import { toFormAction } from "@/lib/server/transport";
import { endOthers, endSession } from "./commands";

const onSuccess = () => revalidatePath("/profile", "layout");

export const endSessionForm = toFormAction(endSession, { onSuccess });

export const endOthersForm = toFormAction(endOthers, { read: () => ({}), onSuccess });
