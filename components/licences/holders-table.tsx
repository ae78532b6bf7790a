import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Table, TBody, TD, TH, THead, TR } from "@/components/ui/table";

export type ListedHolder = {
  id: string;
  name: string;
  login: string;
  term: "permanent" | "temporary" | null;
  until: string | null;
  hasEnded: boolean;
  extensions: number;
  onlineUntil: string | null;
};

/** Who uses which licence, and until when. */
export function HoldersTable({ holders }: { holders: readonly ListedHolder[] }) {
  const t = useTranslations("licences");
  return (
    <Table caption={t("people")} stack>
      <THead>
        <TR>
          <TH>{t("name")}</TH>
          <TH>{t("login")}</TH>
          <TH>{t("licence")}</TH>
          <TH>{t("online")}</TH>
          <TH>
            <span className="sr-only">{t("change")}</span>
          </TH>
        </TR>
      </THead>
      <TBody>
        {holders.map((holder) => (
          <TR key={holder.id}>
            <TD primary>
              <span className="wrap-anywhere">{holder.name}</span>
            </TD>
            <TD label={t("login")}>
              <span className="id-num">{holder.login}</span>
            </TD>
            <TD label={t("licence")}>
              <LicenceOf holder={holder} />
            </TD>
            <TD label={t("online")}>
              {holder.onlineUntil ? (
                t("onlineUntil", { time: holder.onlineUntil })
              ) : (
                <span className="text-fg-muted">{t("offline")}</span>
              )}
            </TD>
            <TD className="text-end phone:w-full">
              <Button href={`/control/licences/${holder.id}`} size={32} prefetch={false}>
                {t("change")}
                <span className="sr-only"> {holder.name}</span>
              </Button>
            </TD>
          </TR>
        ))}
      </TBody>
    </Table>
  );
}

function LicenceOf({ holder }: { holder: ListedHolder }) {
  const t = useTranslations("licences");
  const { term, until, hasEnded, extensions } = holder;
  if (term === null) return <span className="text-fg-muted">{t("none")}</span>;
  if (term === "permanent") return <Badge tone="primary">{t("permanent")}</Badge>;
  return (
    <span className="meta-dots">
      <span>{t(hasEnded ? "endedAt" : "untilAt", { when: until ?? "" })}</span>
      {extensions > 0 ? <span className="text-fg-muted">{t("extended", { count: extensions })}</span> : null}
    </span>
  );
}
