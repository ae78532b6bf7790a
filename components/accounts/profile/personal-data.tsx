import { Lock } from "lucide-react";
import { useTranslations } from "next-intl";
import { Avatar } from "@/components/ui/avatar";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { KeyValue, KeyValueList } from "@/components/ui/key-value";
import type { UserActor } from "@/lib/server/actor";

/** Facts that the administrators keep: shown as they are, and who changes them. */
export function PersonalData({
  actor,
  administrators,
  locale,
}: {
  actor: UserActor;
  administrators: readonly string[];
  locale: string;
}) {
  const t = useTranslations("profile");
  return (
    <Card aria-labelledby="personal">
      <CardHeader id="personal" title={t("personal")} />
      <CardBody className="flex gap-5 phone:flex-col phone:gap-3">
        <Avatar id={actor.userId} name={actor.name} size={64} />
        <div className="min-w-0 flex-1">
          <KeyValueList>
            <KeyValue label={t("name")}>{actor.name}</KeyValue>
            <KeyValue label={t("login")}>
              <span className="id-num">{actor.loginName}</span>
            </KeyValue>
            <KeyValue label={t("email")}>
              {actor.email ?? <span className="text-fg-muted">{t("noEmail")}</span>}
            </KeyValue>
            <KeyValue label={t("organisation")}>{actor.accountName}</KeyValue>
          </KeyValueList>
          <p className="mt-3 flex gap-2 text-xs text-fg-muted">
            <Lock aria-hidden className="mt-0.5 size-3.5 shrink-0" />
            {t("locked", {
              count: administrators.length,
              who: new Intl.ListFormat(locale).format(administrators),
            })}
          </p>
        </div>
      </CardBody>
    </Card>
  );
}
