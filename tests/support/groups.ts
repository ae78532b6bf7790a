import { uuidv7 } from "@/lib/ids";
import type { RightCode } from "@/lib/server/actor";
import { owner } from "./database";
import type { Person, Tenant } from "./world";

/** A group as an administrator leaves it. */
export async function aGroup(
  tenant: Tenant,
  {
    name = "Exploitation",
    rights = [],
    members = [],
  }: { name?: string; rights?: RightCode[]; members?: Person[] } = {},
): Promise<string> {
  const id = uuidv7();
  await owner()`INSERT INTO groups (tenant_id, id, name) VALUES (${tenant.id}, ${id}, ${name})`;
  await owner()`INSERT INTO group_rights (tenant_id, group_id, right_code)
    SELECT ${tenant.id}, ${id}, unnest(${rights}::text[])`;
  await owner()`INSERT INTO group_members (tenant_id, group_id, user_id)
    SELECT ${tenant.id}, ${id}, unnest(${members.map((one) => one.userId)}::uuid[])`;
  return id;
}

/** The group that is everyone. */
export async function everyoneOf(tenant: Tenant): Promise<string> {
  const [row] = await owner()<
    { id: string }[]
  >`SELECT id FROM groups WHERE tenant_id = ${tenant.id} AND is_everyone`;
  if (!row) throw new Error("the account has no group that is everyone");
  return row.id;
}
