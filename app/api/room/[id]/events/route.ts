import { after } from "next/server";
import { sweepLive } from "@/lib/live/jobs";
import { poll } from "@/lib/live/presence/commands";
import { conferenceReadRoute } from "@/lib/server/conference-route";

/** What a device may have missed: `?generation=&since=<roster>&signal=<signal>`. */
export const GET = conferenceReadRoute(poll, ({ isSweepDue }) => {
  if (isSweepDue) after(sweepLive);
});
