import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Card } from "../ui/card";
import { CopyButton } from "../ui/copy-button.client";
import { PrintButton } from "./print-button.client";
import { QrCode } from "./qr-code";

/** The personal link as a ticket (Z18): to copy, to print, and for the telephone. */
export function LinkTicket({ address, calendar }: { address: string; calendar: ReactNode }) {
  const t = useTranslations("registration.ticket");
  return (
    <Card as="section" aria-labelledby="ticket" className="flex gap-6 p-5 phone:flex-col phone:gap-4">
      <div className="min-w-0 flex-1">
        <h2 id="ticket" className="text-md">
          {t("title")}
        </h2>
        <p className="mt-1 text-sm text-fg-muted">{t("body")}</p>
        <div className="mt-3 flex min-w-0 items-center gap-2.5 rounded-md border border-dashed border-border-strong bg-sunken py-2 ps-3 pe-2">
          <a
            href={address}
            title={address}
            aria-label={t("address")}
            className="min-w-0 flex-1 truncate text-sm text-fg id-num print:whitespace-normal print:break-all"
          >
            {address.replace(/^https?:\/\//, "")}
          </a>
          <CopyButton text={address} label={t("copy")} size={28} className="chrome" />
        </div>
        <div className="chrome mt-3 flex flex-wrap gap-2">
          {calendar}
          <PrintButton label={t("print")} />
        </div>
      </div>
      <figure className="shrink-0 text-center phone:self-center">
        <QrCode text={address} label={t("qr")} />
        <figcaption className="mt-1.5 text-xs text-fg-muted">{t("phone")}</figcaption>
      </figure>
    </Card>
  );
}
