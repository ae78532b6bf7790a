import { Lock } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Avatar } from "@/components/ui/avatar";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { KeyValue, KeyValueList } from "@/components/ui/key-value";
import { avatarSrc } from "@/lib/accounts/avatars/rules";
import type { UserActor } from "@/lib/server/actor";

/** Facts about the person: shown as they are, with the form for what is theirs to change, and who changes the rest. */
export function PersonalData({
  actor,
  administrators,
  locale,
  picture,
  children,
}: {
  actor: UserActor;
  administrators: readonly string[];
  locale: string;
  /** What changes one's own picture, where the server lets people change it. */
  picture?: ReactNode;
  /** The form for one's own name, where the server lets people change it. */
  children?: ReactNode;
}) {
  const t = useTranslations("profile");
  return (
    <Card aria-labelledby="personal">
      <CardHeader id="personal" title={t("personal")} />
      <CardBody className="flex gap-5 phone:flex-col phone:gap-3">
        {picture ? null : (
          <Avatar
            id={actor.userId}
            name={actor.name}
            src={avatarSrc(actor.userId, actor.avatarVersion)}
            size={64}
          />
        )}
        <div className="min-w-0 flex-1">
          {picture ? <div className="mb-4 border-b border-border pb-4">{picture}</div> : null}
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
          {children ? <div className="mt-4 border-t border-border pt-4">{children}</div> : null}
          <p className="mt-3 flex gap-2 text-xs text-fg-muted">
            <Lock aria-hidden className="mt-0.5 size-3.5 shrink-0" />
            {t(children || picture ? "lockedRest" : "locked", {
              count: administrators.length,
              who: new Intl.ListFormat(locale).format(administrators),
            })}
          </p>
        </div>
      </CardBody>
    </Card>
  );
}
