import type { Metadata } from "next";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { CodeForm } from "@/components/auth/code-form.client";
import { PublicFrame } from "@/components/auth/public-frame";
import { Messages } from "@/components/shell/messages";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { readChallenge } from "@/lib/auth/factors/queries";
import { challengeCookie } from "@/lib/auth/factors/rules";
import { safePath } from "@/lib/auth/rules";
import { getServerSettings } from "@/lib/settings/queries";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth"))("codeTitle") };
}

type Query = Record<string, string | string[] | undefined>;

/** The second step of signing in, for whoever took the first one in this browser a moment ago. */
export default async function CodePage({ searchParams }: { searchParams: Promise<Query> }) {
  const { next } = await searchParams;
  if (!readChallenge((await cookies()).get(challengeCookie)?.value)) redirect("/sign-in");
  const [t, { organisation, contact }] = await Promise.all([getTranslations("auth"), getServerSettings()]);
  return (
    <PublicFrame organisation={organisation} width="card">
      <Card pad className="w-full max-w-100 rounded-xl px-7 pt-7 pb-7 phone:px-5 phone:pt-5">
        <h1>{t("codeTitle")}</h1>
        <p className="mt-1 mb-5 text-sm text-fg-muted">{t("codeBody")}</p>
        <Messages of={["auth"]}>
          <CodeForm next={safePath(next)} />
        </Messages>
        <Button href="/sign-in" variant="link" className="mt-4">
          {t("codeBack")}
        </Button>
      </Card>
      <p className="max-w-100 text-center text-xs text-pretty text-fg-muted">
        {contact ? t("codeLostContact", { contact }) : t("codeLost")}
      </p>
    </PublicFrame>
  );
}
