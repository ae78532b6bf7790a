import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Card, CardHeader } from "@/components/ui/card";
import { EndSessionButton } from "./end-session.client";
import { EndSessions } from "./user-actions.client";

export type SessionView = {
  id: string;
  device: string;
  address: string | null;
  since: string;
  lastSeen: string;
  isThis: boolean;
};

/** Where a person is signed in now, and the way to end it. */
export function SessionsCard({
  userId,
  name,
  sessions,
}: {
  userId: string;
  name: string;
  sessions: readonly SessionView[];
}) {
  const t = useTranslations("control.users");
  return (
    <Card aria-labelledby="sessions">
      <CardHeader
        id="sessions"
        title={t("sessions")}
        meta={sessions.length > 0 ? String(sessions.length) : undefined}
        actions={sessions.length > 1 ? <EndSessions userId={userId} name={name} /> : undefined}
      />
      {sessions.length === 0 ? (
        <p className="px-4 pb-4 text-sm text-fg-muted">{t("noSession")}</p>
      ) : (
        <ul className="divide-y divide-border border-t border-border px-4">
          {sessions.map((session) => (
            <li key={session.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-2.5 text-sm">
              <span className="min-w-48 flex-1">
                {session.device} {session.isThis ? <Badge>{t("thisSession")}</Badge> : null}
                <span className="meta-dots text-xs text-fg-muted">
                  <span>{t("since", { time: session.since })}</span>
                  <span>{t("lastSeen", { time: session.lastSeen })}</span>
                  {session.address ? <span className="num">{session.address}</span> : null}
                </span>
              </span>
              <EndSessionButton userId={userId} sessionId={session.id} device={session.device} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
