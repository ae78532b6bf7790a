import "server-only";
import { command } from "@/lib/server/command";
import { canAdminister } from "@/lib/settings/policy";
import { exportAuditInput } from "./schema";

/** Who saved the log is in the log; its lines follow as a stream. */
export const exportAudit = command({
  name: "audit.export",
  input: exportAuditInput,
  limits: [{ by: "actor", max: 30, seconds: 3600 }],
  subject: async () => ({}),
  can: canAdminister,
  run: async ({ audit }, { filters: { q, ...filters } }) => {
    // A name that was searched for is personal; that one was is not.
    audit({ diff: { ...filters, searched: q !== undefined } });
    return {};
  },
});
