import { ChevronDown, Plus } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { LogoMark, Wordmark } from "../ui/logo";
import { Menu, type MenuItem } from "../ui/menu.client";
import { FocusMain } from "./focus-main.client";
import type { NavGroup, NavItem } from "./nav";
import { NavList } from "./nav-list.client";
import { SkipLink } from "./skip-link";
import { SectionTitle, TabBar } from "./tab-bar.client";

export type AppShellProps = {
  homeHref: string;
  /** Only places that exist and that the person may see. */
  nav: readonly NavGroup[];
  /** The administrator's part, set apart. */
  adminNav?: NavGroup;
  /** At the foot of the sidebar. */
  footNav?: NavGroup;
  /** Order of the phone's tab bar; everything when missing. */
  tabs?: readonly NavItem[];
  newItems?: readonly MenuItem[];
  /** At the start of the header, for example search. */
  headerStart?: ReactNode;
  /** At the end of the header: the account menu. */
  account: ReactNode;
  /** One line under the header. */
  banner?: ReactNode;
  /** One line docked at the foot of the page. */
  dock?: ReactNode;
  children: ReactNode;
};

/** The frame of the signed-in area: sidebar, icon rail or tab bar by width, one header, the page. */
export function AppShell(props: AppShellProps) {
  const { homeHref, nav, adminNav, footNav, newItems, headerStart, account, banner, dock, children } = props;
  const t = useTranslations("shell");
  const groups = adminNav ? [...nav, adminNav] : nav;
  const all = [...groups, ...(footNav ? [footNav] : [])].flatMap((group) => group.items);
  return (
    <>
      <SkipLink />
      <FocusMain />
      <div className="grid min-h-dvh grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)] phone:pb-[calc(60px+env(safe-area-inset-bottom))] md:grid-cols-[64px_minmax(0,1fr)] lg:grid-cols-[232px_minmax(0,1fr)] print:block">
        <aside className="chrome sticky top-0 row-span-2 flex h-dvh flex-col overflow-y-auto border-e border-border px-3 pb-3 phone:hidden">
          <Link
            href={homeHref}
            aria-label={t("home")}
            className="flex h-14 shrink-0 items-center gap-2.25 px-2 text-fg no-underline"
          >
            <LogoMark />
            <Wordmark className="md:max-lg:hidden" />
          </Link>
          {groups.map((group) => (
            <NavList key={group.label} {...group} all={all} />
          ))}
          {footNav ? (
            <div className="mt-auto pt-4">
              <div className="border-t border-border pt-3.5">
                <NavList {...footNav} all={all} />
              </div>
            </div>
          ) : null}
        </aside>
        <header className="chrome sticky top-0 z-10 flex h-14 items-center gap-2 border-b border-border bg-canvas px-6 phone:h-13 phone:ps-3 phone:pe-2">
          <Link
            href={homeHref}
            aria-label={t("home")}
            className="grid size-9 place-items-center md:hidden touch:size-11"
          >
            <LogoMark />
          </Link>
          <SectionTitle items={all} />
          {headerStart}
          <div className="ms-auto flex items-center gap-2 phone:gap-1">
            {newItems && newItems.length > 0 ? (
              <Menu
                trigger={{
                  label: t("new"),
                  icon: <Plus aria-hidden />,
                  iconEnd: <ChevronDown aria-hidden />,
                  iconOnlyOnPhone: true,
                }}
                items={newItems}
              />
            ) : null}
            {account}
          </div>
        </header>
        <div className="flex min-w-0 flex-col">
          {banner}
          <main
            id="main"
            tabIndex={-1}
            className="min-w-0 flex-1 px-6 pt-6 pb-12 phone:px-4 phone:pt-4 phone:pb-6"
          >
            {children}
          </main>
          {dock ? (
            <div className="chrome sticky bottom-0 z-5 phone:bottom-[calc(60px+env(safe-area-inset-bottom))]">
              {dock}
            </div>
          ) : null}
        </div>
      </div>
      <TabBar items={props.tabs ?? all} />
    </>
  );
}
