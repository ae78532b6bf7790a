import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ControlHeader } from "@/components/control/control-header";
import { HealthCards } from "@/components/control/health-card";
import { StatStrip } from "@/components/ui/stat-strip";
import { getAccount } from "@/lib/accounts/queries";
import { requirePageAdministrator } from "@/lib/auth/page";
import { listLocked } from "@/lib/auth/queries";
import { getHealth } from "@/lib/server/health";
import { withActor } from "@/lib/server/scope";
import { createFormats, formatDuration } from "@/lib/time/format";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("control"))("title") };
}

/** What works, who is in the account, and who cannot sign in. */
export default async function ControlPage() {
  const actor = await requirePageAdministrator();
  const [health, { account, locked }, t, locale] = await Promise.all([
    getHealth(),
    withActor(actor, async (scope) => ({
      account: await getAccount(scope),
      locked: await listLocked(scope),
    })),
    getTranslations("control"),
    getLocale(),
  ]);
  const formats = createFormats(locale, actor.timeZone);
  const every = (seconds: number) =>
    seconds < 60 ? t("health.seconds", { seconds }) : formatDuration(seconds / 60);
  return (
    <>
      <ControlHeader current="/control" isServerAdministrator={actor.isServerAdministrator} />
      <div className="flex flex-col gap-4">
        <StatStrip
          items={[
            { value: account.users, label: t("overview.users", { count: account.users }) },
            {
              value: account.parallelEvents,
              label: t("overview.parallel", { count: account.parallelEvents }),
            },
            {
              value: locked.length,
              label: t("overview.locked", { count: locked.length }),
              href: "/control/sign-in",
            },
          ]}
        />
        <HealthCards
          health={{
            version: health.version,
            parts: [
              { part: "database", state: health.database.state },
              { part: "realtime", state: health.realtime.state },
              { part: "mail", state: health.mail.state },
              { part: "storage", state: health.storage.state },
            ],
            mailsWaiting: health.mail.waiting,
            jobs: health.jobs.list.map((job) => ({
              name: job.name,
              every: every(job.everySeconds),
              state: job.state,
              last: job.lastFinishedAt ? formats.dateTime(new Date(job.lastFinishedAt)) : null,
            })),
          }}
        />
      </div>
    </>
  );
}
