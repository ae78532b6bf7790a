"use server";
import { revalidatePath } from "next/cache";
import { toFormAction } from "@/lib/server/transport";
import { saveName } from "./commands";

export const saveNameForm = toFormAction(saveName, { onSuccess: () => revalidatePath("/", "layout") });
