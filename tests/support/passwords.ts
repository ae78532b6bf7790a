import { hashPassword } from "@/lib/server/passwords";
import { owner } from "./database";
import type { Person } from "./world";

export const demoPassword = "foyer-demo";

/** Gives a person a password, as creating them through the command would. */
export async function withPassword(person: Person, password = demoPassword): Promise<Person> {
  const secret = await hashPassword(password);
  await owner()`INSERT INTO user_secrets (tenant_id, user_id, kind, secret)
    VALUES (${person.tenantId}, ${person.userId}, 'password', ${secret})
    ON CONFLICT (tenant_id, user_id, kind) DO UPDATE SET secret = excluded.secret`;
  return person;
}
