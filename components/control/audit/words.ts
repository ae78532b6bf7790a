import "server-only";
import { getTranslations } from "next-intl/server";
import type { AuditEvent } from "@/lib/audit/rules";

/** Whoever did this was nobody before it, and is the one whom it is about after it. */
const becoming = new Set([
  "auth.signIn",
  "auth.enterCode",
  "accounts.resetPassword",
  "registrations.register",
]);

/** Events in the words of the reader's language. */
export async function auditWords() {
  const [t, errors] = await Promise.all([getTranslations("control.audit"), getTranslations("errors")]);
  const action = (name: string) => {
    const key = `actions.${name}` as Parameters<typeof t>[0];
    // What an earlier version wrote and this one has no words for is shown by its name.
    return t.has(key) ? t(key) : name;
  };
  return {
    what: ({ action: name }: Pick<AuditEvent, "action">) => action(name),
    who: ({ actorKind, actorName, action: name, targetName, outcome }: AuditEvent) =>
      actorName ?? (outcome === "ok" && becoming.has(name) ? targetName : null) ?? t(`actors.${actorKind}`),
    reason: ({ reason }: Pick<AuditEvent, "reason">) => {
      if (!reason) return null;
      const code = reason as Parameters<typeof errors>[0];
      if (!errors.has(code)) return reason;
      // A sentence with numbers in it was true for that moment only; they are not kept.
      const raw = String(errors.raw(code));
      return raw.includes("{") ? reason : errors(code);
    },
  };
}
