import { Check, ChevronRight, Minus } from "lucide-react";
import { useTranslations } from "next-intl";
import { Card, CardHeader } from "@/components/ui/card";
import { rightCodes } from "@/lib/accounts/rules";
import type { RightCode, UserActor } from "@/lib/server/actor";

/**
 * Rights that this person has and what each means; behind them those that were not given, what stays possible without
 * them, and whom to ask (C11, H01, H02).
 */
export function RightsCard({ actor, granter }: { actor: UserActor; granter: string }) {
  const t = useTranslations("home.rights");
  const given = rightCodes.filter((code) => actor.rights.has(code));
  const missing = rightCodes.filter((code) => !actor.rights.has(code));
  return (
    <Card aria-labelledby="rights">
      <CardHeader id="rights" title={t("title")} className="pb-1" />
      <div className="px-4 pb-4">
        {given.length > 0 ? (
          <ul className="flex flex-col gap-2" aria-label={t("given")}>
            {given.map((code) => (
              <Right key={code} code={code} given />
            ))}
          </ul>
        ) : (
          <p className="text-sm text-fg-muted">{t("none")}</p>
        )}
        {missing.length > 0 ? (
          <details className="group mt-2">
            <summary className="link inline-flex min-h-6 items-center gap-1 text-xs touch:min-h-11">
              <ChevronRight
                aria-hidden
                className="size-3.5 transition-transform duration-fast group-open:rotate-90 rtl:rotate-180"
              />
              {t("missing", { count: missing.length })}
            </summary>
            <p className="mt-1 mb-2 text-xs text-fg-muted">{t("ask", { granter })}</p>
            <ul className="flex flex-col gap-2">
              {missing.map((code) => (
                <Right key={code} code={code} />
              ))}
            </ul>
          </details>
        ) : null}
      </div>
    </Card>
  );
}

function Right({ code, given }: { code: RightCode; given?: boolean }) {
  const rights = useTranslations("accounts.rights");
  const Sign = given ? Check : Minus;
  return (
    <li className="flex gap-2.5 text-sm">
      <Sign aria-hidden className={given ? "mt-0.5 text-success-text" : "mt-0.5 text-fg-subtle"} />
      <span className="min-w-0 flex-1">
        {rights(`${code}.name`)}
        <span className="block text-xs text-fg-muted">{rights(`${code}.meaning`)}</span>
        {given ? null : (
          <span className="mt-0.5 block text-xs text-fg-muted italic">{rights(`${code}.without`)}</span>
        )}
      </span>
    </li>
  );
}
