import { CircleAlert, CircleCheck, Clock } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Card, CardHeader } from "@/components/ui/card";
import { KeyValue, KeyValueList } from "@/components/ui/key-value";
import { Table, TBody, TD, TH, THead, TR } from "@/components/ui/table";

type State = "ok" | "busy" | "away" | "off" | "mailbox" | "failing" | "late" | "new";

const looks = {
  ok: ["success", CircleCheck],
  new: ["neutral", Clock],
  off: ["neutral", CircleAlert],
  mailbox: ["neutral", CircleCheck],
  busy: ["warning", CircleAlert],
  away: ["danger", CircleAlert],
  late: ["danger", CircleAlert],
  failing: ["warning", CircleAlert],
} as const;

function StateBadge({ state }: { state: State }) {
  const t = useTranslations("control.health.states");
  const [tone, Icon] = looks[state];
  return (
    <Badge tone={tone} icon={<Icon aria-hidden />}>
      {t(state)}
    </Badge>
  );
}

/** What the work is called; a job without a name of its own is shown by the scheduler's. */
const jobNames = {
  outbox: "outbox",
  "live-sweep": "liveSweep",
  "audit-seal": "auditSeal",
  housekeeping: "housekeeping",
} as const;
const isNamed = (name: string): name is keyof typeof jobNames => name in jobNames;

export type HealthView = {
  version: string;
  parts: { part: "database" | "realtime" | "mail" | "storage"; state: State }[];
  mailsWaiting: number;
  jobs: { name: string; every: string; state: State; last: string | null }[];
};

/** The same facts as /api/health, for people. */
export function HealthCards({ health }: { health: HealthView }) {
  const t = useTranslations("control.health");
  return (
    <>
      <Card>
        <CardHeader title={t("title")} meta={t("version", { version: health.version })} />
        <KeyValueList className="grid-cols-[minmax(7rem,10rem)_minmax(0,1fr)] phone:grid-cols-[7rem_minmax(0,1fr)] px-4 pb-4">
          {health.parts.map(({ part, state }) => (
            <KeyValue key={part} label={t(`parts.${part}`)}>
              <StateBadge state={state} />
              <span className="text-fg-muted phone:mt-1 phone:basis-full">
                {part === "mail" && health.mailsWaiting > 0
                  ? t("mailsWaiting", { count: health.mailsWaiting })
                  : state === "off" || state === "away" || state === "mailbox"
                    ? t(`meaning.${part}`)
                    : null}
              </span>
            </KeyValue>
          ))}
        </KeyValueList>
      </Card>
      <Card>
        <CardHeader title={t("jobs")} />
        <Table caption={t("jobs")} stack>
          <THead>
            <TR>
              <TH>{t("job")}</TH>
              <TH>{t("every")}</TH>
              <TH>{t("last")}</TH>
              <TH>{t("state")}</TH>
            </TR>
          </THead>
          <TBody>
            {health.jobs.map((job) => (
              <TR key={job.name}>
                <TD primary>{isNamed(job.name) ? t(`jobNames.${jobNames[job.name]}`) : job.name}</TD>
                <TD label={t("every")}>{job.every}</TD>
                <TD label={t("last")}>{job.last ?? t("never")}</TD>
                <TD>
                  <StateBadge state={job.state} />
                </TD>
              </TR>
            ))}
          </TBody>
        </Table>
      </Card>
    </>
  );
}
