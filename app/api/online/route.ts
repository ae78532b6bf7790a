import { goOnline } from "@/lib/licences/commands";
import { quietActor } from "@/lib/server/actor";
import { toRoute } from "@/lib/server/transport";

/** What an open page of the area sends by itself: it holds the online licence and does not count as using the session. */
export const POST = toRoute(goOnline, { actor: quietActor });
