import {
  BookUser,
  CalendarDays,
  CalendarPlus,
  DoorOpen,
  House,
  SlidersHorizontal,
  SquarePlus,
  UserRoundCog,
} from "lucide-react";
import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { OnlineBeat } from "@/components/licences/online-beat.client";
import { AppShell } from "@/components/shell/app-shell";
import { AvatarMenu } from "@/components/shell/avatar-menu.client";
import { ThemeChoice } from "@/components/shell/theme-choice.client";
import { avatarSrc } from "@/lib/accounts/avatars/rules";
import { chooseTheme, signOutNow } from "@/lib/auth/actions";
import type { ErrorCode, ErrorParams } from "@/lib/errors";
import { ONLINE_BEAT_SECONDS } from "@/lib/licences/rules";
import { channels } from "@/lib/realtime/channels";
import { realtimeConfig } from "@/lib/realtime/config";
import type { UserActor } from "@/lib/server/actor";
import { LanguageForm } from "./language-form.client";
import { SessionWatch } from "./session-watch.client";
import { SignOutEverywhere } from "./sign-out-everywhere.client";

/** Sidebar, header and account menu of the personal area, with what this person may use. */
export async function AreaFrame({
  actor,
  cannotCreate,
  banner,
  children,
}: {
  actor: UserActor;
  /** Why this person cannot create conferences, as the server would say it. */
  cannotCreate?: { reason: ErrorCode; params?: ErrorParams };
  /** One line under the header. */
  banner?: ReactNode;
  children: ReactNode;
}) {
  const t = await getTranslations("area");
  // The arguments belong to the code, which is only known at run time.
  const errors = (await getTranslations("errors")) as unknown as (
    code: ErrorCode,
    params?: ErrorParams,
  ) => string;
  const reason = cannotCreate && errors(cannotCreate.reason, cannotCreate.params);
  return (
    <AppShell
      homeHref="/home"
      nav={[
        {
          label: t("sections"),
          items: [
            { href: "/home", label: t("home"), icon: <House aria-hidden /> },
            { href: "/meetings", label: t("meetings"), icon: <CalendarDays aria-hidden /> },
            { href: "/rooms", label: t("rooms"), icon: <DoorOpen aria-hidden /> },
            { href: "/people", label: t("people"), icon: <BookUser aria-hidden /> },
          ],
        },
      ]}
      adminNav={
        actor.isAdministrator
          ? {
              label: t("administration"),
              items: [
                {
                  href: "/control",
                  label: t("control"),
                  short: t("controlShort"),
                  icon: <SlidersHorizontal aria-hidden />,
                },
              ],
            }
          : undefined
      }
      newItems={[
        {
          label: t("newConference"),
          href: "/meetings/new?kind=scheduled",
          icon: <CalendarPlus aria-hidden />,
          reason,
        },
        { label: t("newRoom"), href: "/meetings/new?kind=room", icon: <SquarePlus aria-hidden />, reason },
      ]}
      account={<AccountMenu actor={actor} />}
      banner={banner}
    >
      <noscript>
        <p className="mb-4 rounded-md bg-warning-soft px-3 py-2.5 text-sm">{t("noScripts")}</p>
      </noscript>
      <SessionWatch config={realtimeConfig({ userId: actor.userId })} channel={channels.user(actor.userId)} />
      {actor.isAdministrator ? null : <OnlineBeat seconds={ONLINE_BEAT_SECONDS} />}
      {children}
    </AppShell>
  );
}

async function AccountMenu({ actor }: { actor: UserActor }) {
  const [t, common, locale] = await Promise.all([
    getTranslations("area"),
    getTranslations("common"),
    getLocale(),
  ]);
  return (
    <AvatarMenu
      user={{
        id: actor.userId,
        name: actor.name,
        src: avatarSrc(actor.userId, actor.avatarVersion),
        detail: actor.accountName,
      }}
      items={[{ href: "/profile", label: t("profile"), icon: <UserRoundCog aria-hidden /> }]}
      language={
        <LanguageForm
          locales={[
            { code: "en", label: common("english") },
            { code: "fr", label: common("french") },
          ]}
          current={locale}
        />
      }
      theme={<ThemeChoice value={actor.theme ?? "system"} action={chooseTheme} />}
      signOut={{ label: common("signOut"), action: signOutNow }}
    >
      <SignOutEverywhere label={t("signOutEverywhere")} />
    </AvatarMenu>
  );
}
