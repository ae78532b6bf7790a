import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { PageHeader } from "@/components/shell/page-header";
import { LinkTabs } from "@/components/ui/tabs";

/** Title and tabs of the profile (G02, G08, G13). */
export function ProfileHeader({
  current,
  meta,
}: {
  current: "/profile" | "/profile/security" | "/profile/settings";
  meta?: ReactNode;
}) {
  const t = useTranslations("profile");
  const tabs = [
    { href: "/profile", label: t("tabs.personal") },
    { href: "/profile/security", label: t("tabs.security") },
    { href: "/profile/settings", label: t("tabs.settings") },
  ];
  return (
    <PageHeader
      title={t("title")}
      meta={meta}
      tabs={
        <LinkTabs label={t("title")} items={tabs.map((tab) => ({ ...tab, current: tab.href === current }))} />
      }
    />
  );
}
