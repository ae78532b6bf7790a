import * as z from "zod";
import { emailAddress, personName } from "@/lib/text";
import { newLogin, optionalEmail } from "../schema";

/** Characters of a table: below what a request may hold, also in letters that take several bytes. */
const IMPORT_CHARACTERS = 300_000;

export const importInput = z.strictObject({
  table: z.string().max(IMPORT_CHARACTERS, "import_too_many"),
  /** Whether each person gets a mail with a link to set a password. */
  invite: z.boolean(),
});

/** One line of the table. Whoever is to get a mail needs an address. */
export const importedPerson = (invite: boolean) =>
  z.object({ name: personName(), login: newLogin, email: invite ? emailAddress() : optionalEmail });
