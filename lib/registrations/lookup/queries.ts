import "server-only";
import { parseConferenceId } from "@/lib/ids";
import type { AnonymousActor, UserActor } from "@/lib/server/actor";
import { hit } from "@/lib/server/rate-limit";
import { addressPrefix } from "@/lib/server/request";
import { findConferenceByPublicId, withVisitor } from "@/lib/server/scope";
import { findFacts } from "../queries";

export type Lookup =
  | { state: "found"; publicId: string; name: string; startsAt: Date | null; zone: string; now: Date }
  | { state: "unknown" }
  | { state: "limited" };

/** So many IDs a minute from one network: enough for typing, too few for trying them out. */
const limit = { max: 50, seconds: 60 };

/** The conference that a typed ID means, as far as this visitor may know of it. */
export async function lookUp(typed: string, actor: UserActor | AnonymousActor): Promise<Lookup> {
  if ((await hit(`lookup:${addressPrefix(actor.request.address)}`, limit)) > 0) return { state: "limited" };
  const id = parseConferenceId(typed);
  const reach = id ? await findConferenceByPublicId(id) : null;
  const isMember = actor.kind === "user" && actor.tenantId === reach?.tenantId;
  if (!reach || (reach.visibility === "private" && !isMember)) return { state: "unknown" };
  const facts = await withVisitor(actor, reach, (scope) => findFacts(scope, reach.conferenceId));
  if (!facts) return { state: "unknown" };
  const { publicId, name, startsAt, now } = facts;
  return { state: "found", publicId, name, startsAt, zone: facts.plan?.timeZone ?? facts.accountZone, now };
}
