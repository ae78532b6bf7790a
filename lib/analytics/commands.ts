import "server-only";
import { canSeeAnalytics } from "@/lib/conferences/policy";
import { findConferenceSubject } from "@/lib/conferences/queries";
import { command } from "@/lib/server/command";
import { exportInput } from "./schema";

/** Who saved which list is remembered, and the person may save it; the lines themselves follow as a stream. */
export const exportAnalytics = command({
  name: "analytics.export",
  input: exportInput,
  subject: (scope, { conferenceId }) => findConferenceSubject(scope, conferenceId),
  can: canSeeAnalytics,
  limits: [{ by: "actor", max: 30, seconds: 3600 }],
  run: async (context, { conferenceId, what, from, to }, { name }) => {
    context.audit({ targetId: conferenceId, diff: { what, from: from ?? null, to: to ?? null } });
    return { name };
  },
});
