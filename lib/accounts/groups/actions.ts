"use server";
import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { toAction, toFormAction } from "@/lib/server/transport";
import { addMember, createGroup, deleteGroup, removeMember, saveGroup } from "./commands";

export const createGroupForm = toFormAction(createGroup, {
  read: ({ requestId, ...values }) => ({ ...values, ...(requestId ? { requestId } : {}) }),
  onSuccess: ({ groupId }) => redirect(`/control/groups/${groupId}?saved=added`),
});

export const saveGroupForm = toFormAction(saveGroup, {
  onSuccess: () => revalidatePath("/control", "layout"),
});

export const deleteGroupNow = toAction(deleteGroup);

export const addMemberNow = toAction(addMember);

export const removeMemberNow = toAction(removeMember);

export const addMemberForm = toFormAction(addMember, {
  onSuccess: () => revalidatePath("/control", "layout"),
});
