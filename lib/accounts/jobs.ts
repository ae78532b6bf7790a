import "server-only";
import type { OutboxRow } from "@/lib/jobs/outbox";
import { systemActor } from "@/lib/server/actor";
import { withSystem } from "@/lib/server/scope";
import { issueReset } from "./passwords/commands";
import { findAddressed, findNamedUser } from "./passwords/queries";
import type { Namesake } from "./passwords/schema";

/**
 * After "I forgot my password": a link for everybody whom it means. An address may belong to users of several accounts;
 * one mail names them all. The row's id makes the links, so that a second run makes the same ones.
 */
export async function followReset({ id, payload }: OutboxRow): Promise<void> {
  const actor = systemActor("forgotten password");
  const found: (Namesake & { userId: string })[] = [];
  for (const { tenantId, userId } of await findAddressed(String(payload.who))) {
    const user = await withSystem(actor, tenantId, (scope) => findNamedUser(scope, userId));
    if (user?.email) found.push({ tenantId, id, userId, login: user.login, organisation: user.organisation });
  }
  const names = found.map(({ userId: _, ...name }) => name);
  for (const [i, { tenantId, userId }] of found.entries()) {
    const result = await issueReset.execute(actor, { tenantId, userId, id, names: i === 0 ? names : null });
    if (!result.ok && result.error.code !== "not_found") {
      throw new Error(`accounts.issueReset: ${result.error.code}`);
    }
  }
  // The outbox names its handlers through the registry.
  if (found.length > 0) await (await import("@/lib/jobs/outbox")).drainOutbox();
}
