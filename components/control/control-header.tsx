import { useTranslations } from "next-intl";
import { PageHeader } from "@/components/shell/page-header";
import { LinkTabs } from "@/components/ui/tabs";

/** Title and tabs of the control panel; the server's own settings only for its administrators. */
export function ControlHeader({
  current,
  isServerAdministrator,
}: {
  current: `/control${"" | "/users" | "/groups" | "/licences" | "/sign-in" | "/server" | "/audit" | "/mailbox"}`;
  isServerAdministrator: boolean;
}) {
  const t = useTranslations("control");
  const tabs = [
    { href: "/control", label: t("tabs.overview") },
    { href: "/control/users", label: t("tabs.users") },
    { href: "/control/groups", label: t("tabs.groups") },
    { href: "/control/licences", label: t("tabs.licences") },
    { href: "/control/sign-in", label: t("tabs.signIn") },
    ...(isServerAdministrator ? [{ href: "/control/server", label: t("tabs.server") }] : []),
    { href: "/control/audit", label: t("tabs.audit") },
    { href: "/control/mailbox", label: t("tabs.mailbox") },
  ];
  return (
    <PageHeader
      title={t("title")}
      tabs={
        <LinkTabs label={t("title")} items={tabs.map((tab) => ({ ...tab, current: tab.href === current }))} />
      }
    />
  );
}
