import { Lock } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Countdown } from "@/components/ui/countdown.client";

/** The state "account blocked" (B11): for how long, and who can end it. */
export function AccountBlocked({
  login,
  until,
  now,
  contact,
  mailEnds,
  retryHref,
}: {
  login: string;
  until: string;
  now: Date;
  contact: string | null;
  /** A new password by a mailed link ends the block. */
  mailEnds: boolean;
  retryHref: string;
}) {
  const t = useTranslations("auth");
  return (
    <>
      <span
        data-surface
        className="mb-3 grid size-10 place-items-center rounded-full bg-danger-soft text-danger-text"
      >
        <Lock aria-hidden className="size-5" />
      </span>
      <h1>{t("blockedTitle")}</h1>
      <p className="mt-1 text-sm text-fg-muted wrap-anywhere">{t("blockedWhy", { login })}</p>
      <p data-surface className="my-4 rounded-md bg-sunken px-3 py-2.5 text-sm">
        <span className="block text-fg-muted">{t("blockedLeft")}</span>
        <Countdown
          targetIso={until}
          serverNowIso={now.toISOString()}
          done={t("blockedOver")}
          className="text-lg font-semibold"
        />
      </p>
      <p className="mb-5 text-sm text-fg-muted">
        {contact ? t("blockedAskContact", { contact }) : t("blockedAsk")} {t("blockedRunning")}
      </p>
      <Button href={retryHref} block size={40}>
        {t("blockedRetry")}
      </Button>
      {mailEnds ? (
        <Button href="/forgot" variant="link" className="mt-4">
          {t("forgot")}
        </Button>
      ) : null}
    </>
  );
}
