import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { LanguageSwitch } from "../shell/language-switch.client";
import { PublicShell, type PublicShellProps } from "../shell/public-shell";
import { Avatar } from "../ui/avatar";
import { Button } from "../ui/button";
import { VisitorZone } from "./visitor-zone.client";

/** The frame of a conference's own pages: the organisation's name at the top, Foyer's at the foot. */
export async function ConferenceFrame({
  organisation,
  homeHref,
  returnTo,
  user,
  zone,
  width = "wide",
  children,
}: {
  organisation: string;
  homeHref?: string;
  /** Where signing in comes back to. */
  returnTo: string;
  user: { userId: string; name: string } | null;
  /** The visitor's zone as far as the server knows it. */
  zone: string | null;
  width?: PublicShellProps["width"];
  children: ReactNode;
}) {
  const [common, t, current] = await Promise.all([
    getTranslations("common"),
    getTranslations("public"),
    getLocale(),
  ]);
  const locales = [
    { code: "en", label: common("english") },
    { code: "fr", label: common("french") },
  ];
  return (
    <PublicShell
      org={{ name: organisation }}
      homeHref={homeHref}
      language={<LanguageSwitch locales={locales} current={current} />}
      signIn={
        user
          ? undefined
          : { href: `/sign-in?${new URLSearchParams({ next: returnTo })}`, label: common("signIn") }
      }
      account={
        user ? (
          <Button
            href="/home"
            variant="ghost"
            aria-label={t("account", { name: user.name })}
            icon={<Avatar name={user.name} id={user.userId} size={22} decorative />}
          >
            <span className="max-w-40 truncate phone:sr-only">{user.name}</span>
          </Button>
        ) : undefined
      }
      width={width}
    >
      {children}
      {user ? null : <VisitorZone known={zone} />}
    </PublicShell>
  );
}
