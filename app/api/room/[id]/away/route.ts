import { away } from "@/lib/live/presence/commands";
import { conferenceRoute } from "@/lib/server/conference-route";

/** Sent by a page that closes. */
export const POST = conferenceRoute(away);
