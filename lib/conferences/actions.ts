"use server";
import { redirect } from "next/navigation";
import type { FormState } from "@/lib/errors";
import { toAction, toFormAction } from "@/lib/server/transport";
import {
  cancelConference,
  createConference,
  deleteConference,
  type Saved,
  updateConference,
} from "./commands";
import { planOfForm } from "./schema";

/** To the list that shows it, which says what was done. */
function show({ id, kind, movedTo }: Saved, saved: "created" | "changed"): never {
  const query = new URLSearchParams({ c: id, saved, ...(movedTo ? { moved: movedTo } : {}) });
  return redirect(`${kind === "room" ? "/rooms" : "/meetings"}?${query}`);
}

const create = toFormAction(createConference, {
  read: planOfForm,
  // Whoever edits sees the stored PIN, too.
  echo: ["pin"],
  onSuccess: (saved) => show(saved, "created"),
});

const update = toFormAction(updateConference, {
  read: planOfForm,
  // Whoever edits sees the stored PIN, too.
  echo: ["pin"],
  onSuccess: (saved) => show(saved, "changed"),
});

const cancel = toAction(cancelConference);
const remove = toAction(deleteConference);

export async function createConferenceForm(previous: FormState, form: FormData): Promise<FormState> {
  return create(previous, form);
}

export async function updateConferenceForm(previous: FormState, form: FormData): Promise<FormState> {
  return update(previous, form);
}

export async function cancelConferenceNow(input: { id: string }) {
  return cancel(input);
}

export async function deleteConferenceNow(input: { id: string }) {
  return remove(input);
}
