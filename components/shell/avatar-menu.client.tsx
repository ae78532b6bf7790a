"use client";

import { LogOut } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { forgetDrafts } from "@/lib/device-drafts.client";
import { Avatar } from "../ui/avatar";
import { DisclosureMenu, disclosureItemClass } from "../ui/disclosure-menu.client";

export type ShellUser = { id: string; name: string; src?: string | null; detail?: ReactNode };

/** Who is signed in, and what belongs to the person: pages, language, theme, sign out. Opens without scripts. */
export function AvatarMenu({
  user,
  items = [],
  language,
  theme,
  signOut,
  children,
}: {
  user: ShellUser;
  items?: readonly { href: string; label: string; icon?: ReactNode }[];
  language?: ReactNode;
  theme?: ReactNode;
  signOut?: { label: string; action: (data: FormData) => void | Promise<void> };
  /** Further ways out, after the first. */
  children?: ReactNode;
}) {
  const t = useTranslations("shell");
  const part = "border-t border-border pt-1 mt-1";
  return (
    <DisclosureMenu
      summary={
        <>
          <Avatar {...user} size={28} />
          <span className="sr-only">{t("account", { name: user.name })}</span>
        </>
      }
      summaryClassName="grid size-9 place-items-center rounded-full focus-visible:rounded-full touch:size-11"
      className="[&>div]:w-60"
    >
      <div className="px-2 py-1.5">
        <p className="truncate font-medium">{user.name}</p>
        {user.detail ? <p className="truncate text-xs text-fg-muted">{user.detail}</p> : null}
      </div>
      {items.length > 0 ? (
        <ul className={part}>
          {items.map((item) => (
            <li key={item.href}>
              <Link href={item.href} className={disclosureItemClass}>
                {item.icon}
                {item.label}
              </Link>
            </li>
          ))}
        </ul>
      ) : null}
      {language ? <div className={part}>{language}</div> : null}
      {theme ? <div className={`${part} px-1 pt-2 pb-1`}>{theme}</div> : null}
      {signOut ? (
        <form action={signOut.action} onSubmit={forgetDrafts} className={part}>
          <button type="submit" className={disclosureItemClass}>
            <LogOut aria-hidden className="rtl:rotate-180" />
            {signOut.label}
          </button>
        </form>
      ) : null}
      {children}
    </DisclosureMenu>
  );
}
