import { LockOpen } from "lucide-react";
import { useTranslations } from "next-intl";
import { StatusBadge } from "@/components/ui/badge";
import { Card, CardHeader } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Table, TBody, TD, TH, THead, TR } from "@/components/ui/table";
import { UnlockButton, UnlockForm } from "./unlock-form.client";

export type LockedView = { userId: string; name: string; login: string; until: string };

/** Who cannot sign in at the moment, and the way to lift it. */
export function LockedPeople({ people }: { people: LockedView[] }) {
  const t = useTranslations("control.signIn");
  return (
    <Card>
      <CardHeader title={t("locked")} meta={people.length > 0 ? String(people.length) : undefined} />
      {people.length === 0 ? (
        <EmptyState icon={<LockOpen />} title={t("nobodyLocked")} level={3} className="py-4" />
      ) : (
        <Table caption={t("locked")} stack>
          <THead>
            <TR>
              <TH>{t("name")}</TH>
              <TH>{t("login")}</TH>
              <TH>{t("state")}</TH>
              <TH>
                <span className="sr-only">{t("unlock")}</span>
              </TH>
            </TR>
          </THead>
          <TBody>
            {people.map(({ userId, name, login, until }) => (
              <TR key={userId}>
                <TD primary>{name}</TD>
                <TD label={t("login")}>{login}</TD>
                <TD>
                  <StatusBadge kind="locked">{t("until", { time: until })}</StatusBadge>
                </TD>
                <TD className="text-end phone:w-full">
                  <UnlockButton login={login} />
                </TD>
              </TR>
            ))}
          </TBody>
        </Table>
      )}
      <p className="mb-3 border-t border-border px-4 pt-4 text-sm text-fg-muted">{t("unlockBody")}</p>
      <UnlockForm />
    </Card>
  );
}
