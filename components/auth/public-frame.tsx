import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { LanguageSwitch } from "@/components/shell/language-switch.client";
import { PublicShell, type PublicShellProps } from "@/components/shell/public-shell";

/** The frame of Foyer's own public pages: guest page, sign-in, setting up, not found. */
export async function PublicFrame({
  organisation,
  signInHref,
  width,
  note,
  children,
}: {
  organisation: string | null;
  /** Where Sign in leads; without it there is no such button. */
  signInHref?: string;
  width: PublicShellProps["width"];
  /** Says at the foot who runs the service. */
  note?: boolean;
  children: ReactNode;
}) {
  const [t, current] = await Promise.all([getTranslations("common"), getLocale()]);
  const locales = [
    { code: "en", label: t("english") },
    { code: "fr", label: t("french") },
  ];
  return (
    <PublicShell
      brand="product"
      org={{ name: organisation ?? "" }}
      language={<LanguageSwitch locales={locales} current={current} />}
      signIn={signInHref ? { href: signInHref, label: t("signIn"), primary: true } : undefined}
      width={width}
      footerNote={note && organisation ? t("providedBy", { organisation }) : undefined}
    >
      {children}
    </PublicShell>
  );
}
