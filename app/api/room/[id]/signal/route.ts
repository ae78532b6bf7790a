import { signal } from "@/lib/live/signals/commands";
import { conferenceRoute } from "@/lib/server/conference-route";

export const POST = conferenceRoute(signal);
