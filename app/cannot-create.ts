import { canCreate } from "@/lib/conferences/policy";
import type { UserActor } from "@/lib/server/actor";
import { withActor } from "@/lib/server/scope";
import { findGranter } from "@/lib/settings/queries";

/** Why the menu of what is new leads nowhere for this person, as the server would refuse; undefined when it does. */
export async function cannotCreate(actor: UserActor) {
  if (canCreate(actor, { who: "" }) === true) return undefined;
  const decision = await withActor(actor, async (scope) =>
    canCreate(actor, { who: await findGranter(scope) }),
  );
  return decision === true ? undefined : decision;
}
