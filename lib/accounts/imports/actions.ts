"use server";
import { toAction } from "@/lib/server/transport";
import { checkImport, importUsers } from "./commands";

export const checkImportNow = toAction(checkImport);

export const importUsersNow = toAction(importUsers);
