import "server-only";
import { emptyInput } from "@/lib/auth/schema";
import { command } from "@/lib/server/command";
import { canAdminister } from "@/lib/settings/policy";

/** Who saved the list of users is remembered; the lines themselves follow as a stream. */
export const exportUsers = command({
  name: "accounts.exportUsers",
  input: emptyInput,
  limits: [{ by: "actor", max: 30, seconds: 3600 }],
  subject: async () => ({}),
  can: canAdminister,
  run: async ({ audit }) => {
    audit({});
    return {};
  },
});
