import "server-only";
import { notFound } from "next/navigation";
import { cache } from "react";
import { findLink, findLinkHolder } from "@/lib/registrations/queries";
import { systemActor } from "@/lib/server/actor";
import { withSystem } from "@/lib/server/scope";

/** The person and the conference behind a personal link. Reads only: previews and mail scanners open links too. */
export const loadLink = cache(async (unverifiedToken: string) => {
  const reach = await findLink(unverifiedToken);
  const holder =
    reach &&
    (await withSystem(systemActor("personal link"), reach.tenantId, (scope) =>
      findLinkHolder(scope, unverifiedToken),
    ));
  return holder ?? notFound();
});
