import type { Metadata } from "next";
import { cookies, headers } from "next/headers";
import { NextIntlClientProvider } from "next-intl";
import { getLocale, getMessages, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { UiProvider } from "@/components/ui/ui-provider.client";
import { themeCookie } from "@/lib/auth/schema";
import { clientMessages } from "@/lib/i18n/client-messages";
import { findActor } from "@/lib/server/actor";
import "./globals.css";

export async function documentMetadata(): Promise<Metadata> {
  const t = await getTranslations("common");
  return { title: { template: `%s – ${t("product")}`, default: t("product") }, robots: { index: false } };
}

/** Dark by the browser's setting, unless the profile or this browser chose (A10, A11). */
async function chosenTheme() {
  const actor = await findActor().catch(() => null);
  const cookie = (await cookies()).get(themeCookie)?.value;
  const theme = actor?.theme ?? cookie;
  return theme === "light" || theme === "dark" ? theme : undefined;
}

/** The document around every page, and around the answer where there is none. */
export async function Document({ children }: { children: ReactNode }) {
  const [locale, messages, theme, list] = await Promise.all([
    getLocale(),
    getMessages(),
    chosenTheme(),
    headers(),
  ]);
  const nonce = list.get("x-nonce") ?? undefined;
  return (
    <html lang={locale} dir="ltr" data-theme={theme} suppressHydrationWarning>
      <body>
        <NextIntlClientProvider messages={clientMessages(messages)}>
          <UiProvider nonce={nonce} dir="ltr">
            {children}
          </UiProvider>
        </NextIntlClientProvider>
      </body>
    </html>
  );
}
