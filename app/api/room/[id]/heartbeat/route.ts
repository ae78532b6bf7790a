import { after } from "next/server";
import { sweepLive } from "@/lib/live/jobs";
import { heartbeat } from "@/lib/live/presence/commands";
import { conferenceRoute } from "@/lib/server/conference-route";

/** Also ends what fell silent, so that a host without a fast scheduler tells the room in time. */
export const POST = conferenceRoute(heartbeat, ({ isSweepDue }) => {
  if (isSweepDue) after(sweepLive);
});
