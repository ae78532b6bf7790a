import "server-only";
import { followReset } from "@/lib/accounts/jobs";
import { sealAudit } from "@/lib/audit/chain/jobs";
import { followSavedPeople, sweepLive } from "@/lib/live/jobs";
import { sendMail } from "@/lib/ports/mail/send";
import { disconnectRow, publishRow } from "@/lib/realtime/publish";
import { housekeeping } from "./housekeeping";
import type { OutboxHandler } from "./outbox";

/** A job is safe to run twice at once and late: leases and conditions decide, not the schedule. */
export type Job = { name: string; everySeconds: number; run: () => Promise<void> };

export const outboxHandlers: Record<string, OutboxHandler> = {
  publish: publishRow,
  disconnect: disconnectRow,
  "live.people": followSavedPeople,
  "mail.registration": sendMail,
  "mail.invitation": sendMail,
  "mail.changed": sendMail,
  "mail.cancelled": sendMail,
  "mail.removed": sendMail,
  "accounts.reset": followReset,
  "mail.activate": sendMail,
  "mail.reset_password": sendMail,
  "mail.password_changed": sendMail,
  "mail.confirm_email": sendMail,
  "mail.email_changed": sendMail,
  "mail.withdrawn": sendMail,
};

export const jobs: Job[] = [
  {
    name: "outbox",
    everySeconds: 15,
    // The outbox names its handlers through this module.
    run: async () => (await import("./outbox")).drainOutbox(),
  },
  { name: "live-sweep", everySeconds: 15, run: sweepLive },
  { name: "audit-seal", everySeconds: 60, run: sealAudit },
  { name: "housekeeping", everySeconds: 3600, run: housekeeping },
];
