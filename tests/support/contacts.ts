import { addContact } from "@/lib/contacts/commands";
import type { UserActor } from "@/lib/server/actor";
import { as } from "./run";

/** What somebody types about a person. */
export const aPersonToKeep = () => ({
  kind: "person",
  displayName: "Élodie Garnier",
  company: "Mairie de Saint-Brévin",
  emails: ["elodie.garnier@example.org"],
  phones: ["+33 2 40 12 34 56"],
  note: "",
});

/** A contact that the actor keeps. Returns its id. */
export async function aContact(actor: UserActor, fields: Record<string, unknown> = {}): Promise<string> {
  const { contactId } = await as(actor).do(addContact, { ...aPersonToKeep(), ...fields });
  return contactId;
}

/** A call string that the actor keeps. Returns its id. */
export async function aCallString(
  actor: UserActor,
  displayName: string,
  callString: string,
): Promise<string> {
  const { contactId } = await as(actor).do(addContact, { kind: "call_string", displayName, callString });
  return contactId;
}
