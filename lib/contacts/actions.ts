"use server";
import { redirect } from "next/navigation";
import type { FormState } from "@/lib/errors";
import { toAction, toFormAction } from "@/lib/server/transport";
import { addContact, deleteContact, restoreContact, saveContact } from "./commands";
import { contactOfForm } from "./schema";

const add = toFormAction(addContact, {
  read: contactOfForm,
  onSuccess: ({ contactId }) => redirect(`/people/contacts?saved=added&contact=${contactId}`),
});
const save = toFormAction(saveContact, {
  read: contactOfForm,
  onSuccess: ({ contactId }) => redirect(`/people/contacts?saved=changed&contact=${contactId}`),
});
const remove = toAction(deleteContact);
const restore = toAction(restoreContact);

export async function addContactForm(previous: FormState, form: FormData): Promise<FormState> {
  return add(previous, form);
}

export async function saveContactForm(previous: FormState, form: FormData): Promise<FormState> {
  return save(previous, form);
}

export async function deleteContactNow(input: { contactId: string }) {
  return remove(input);
}

export async function restoreContactNow(input: { contactId: string }) {
  return restore(input);
}
