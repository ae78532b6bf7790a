"use server";
import { redirect } from "next/navigation";
import { toFormAction } from "@/lib/server/transport";
import { deleteUser } from "./commands";

export const deleteUserForm = toFormAction(deleteUser, {
  read: ({ userId, conferences, to, password }) => ({
    userId,
    conferences,
    password,
    ...(conferences === "transfer" ? { to } : {}),
  }),
  onSuccess: () => redirect("/control/users?deleted=1"),
});
