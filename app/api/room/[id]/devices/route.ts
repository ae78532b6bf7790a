import { setDevices } from "@/lib/live/presence/commands";
import { conferenceRoute } from "@/lib/server/conference-route";

export const POST = conferenceRoute(setDevices);
