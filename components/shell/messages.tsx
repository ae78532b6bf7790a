import { NextIntlClientProvider } from "next-intl";
import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";
import { clientMessages } from "@/lib/i18n/client-messages";
import type en from "@/messages/en.json";

/** Gives the islands below it the messages of some more namespaces. */
export async function Messages({ of, children }: { of: (keyof typeof en)[]; children: ReactNode }) {
  return (
    <NextIntlClientProvider messages={clientMessages(await getMessages(), ...of)}>
      {children}
    </NextIntlClientProvider>
  );
}
