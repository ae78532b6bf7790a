import { join } from "@/lib/live/commands";
import { conferenceRoute } from "@/lib/server/conference-route";

export const POST = conferenceRoute(join);
