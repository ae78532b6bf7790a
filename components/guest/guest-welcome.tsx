import { Link2, MonitorSmartphone, UserRound } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Messages } from "@/components/shell/messages";
import { Arch } from "./arch";
import { JoinById } from "./join-by-id.client";

/** The first page for people without an account: a field for the ID, and the three ways in. */
export function GuestWelcome({ typed, error }: { typed: string; error?: string }) {
  const t = useTranslations("guest");
  return (
    <div className="mx-auto grid w-full max-w-280 flex-1 grid-cols-[minmax(0,1fr)] gap-x-20 px-6 lg:grid-cols-[minmax(0,1fr)_400px] phone:px-4">
      <div className="self-center py-10 phone:self-start phone:pt-6">
        <h1 className="text-3xl">{t("title")}</h1>
        <p className="mt-2 max-w-[44ch] text-md text-pretty text-fg-muted">{t("lead")}</p>
        <Messages of={["guest"]}>
          <JoinById typed={typed} error={error} />
        </Messages>
        <ul className="mt-10 grid gap-6 border-t border-border pt-6 sm:grid-cols-3 phone:mt-7 phone:gap-4">
          <Way icon={<MonitorSmartphone aria-hidden />} title={t("browserTitle")}>
            {t("browserBody")}
          </Way>
          <Way icon={<Link2 aria-hidden />} title={t("linkTitle")}>
            {t("linkBody")}
          </Way>
          <Way icon={<UserRound aria-hidden />} title={t("areaTitle")}>
            {t("areaBody")}
          </Way>
        </ul>
      </div>
      <Arch className="w-100 self-end max-lg:hidden" />
    </div>
  );
}

function Way({ icon, title, children }: { icon: ReactNode; title: string; children: ReactNode }) {
  return (
    <li className="flex flex-col gap-1.5 text-sm phone:flex-row phone:gap-3">
      <span className="text-primary-text">{icon}</span>
      <div>
        <p className="font-semibold">{title}</p>
        <p className="text-fg-muted">{children}</p>
      </div>
    </li>
  );
}
