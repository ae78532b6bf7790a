import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { AccountBlocked } from "@/components/auth/account-blocked";
import { PublicFrame } from "@/components/auth/public-frame";
import { SignInForm } from "@/components/auth/sign-in-form.client";
import { Messages } from "@/components/shell/messages";
import { Note } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { readBlocked } from "@/lib/auth/page";
import { databaseNow } from "@/lib/auth/queries";
import { safePath } from "@/lib/auth/rules";
import { findActor } from "@/lib/server/actor";
import { getServerSettings } from "@/lib/settings/queries";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth"))("title") };
}

type Query = Record<string, string | string[] | undefined>;

export default async function SignInPage({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const next = safePath(query.next);
  if (await findActor()) redirect(next);
  const [t, settings, now] = await Promise.all([getTranslations("auth"), getServerSettings(), databaseNow()]);
  const { organisation, contact } = settings;
  const blocked = readBlocked(query.blocked);
  const told =
    query.password === "changed" ? "passwordChanged" : query.email === "changed" ? "emailChanged" : null;
  const isBlocked = blocked && Date.parse(blocked.until) > now.getTime();
  return (
    <PublicFrame organisation={organisation} width="card">
      <Card pad className="w-full max-w-100 rounded-xl px-7 pt-7 pb-7 phone:px-5 phone:pt-5">
        {isBlocked ? (
          <AccountBlocked
            {...blocked}
            now={now}
            contact={contact}
            mailEnds={settings.lockout.mailEnds}
            retryHref={`/sign-in?${new URLSearchParams({ next })}`}
          />
        ) : (
          <>
            <h1>{t("title")}</h1>
            <p className="mb-5 text-sm text-fg-muted">
              {organisation ? t("toAreaOf", { organisation }) : t("toArea")}
            </p>
            {told ? (
              <Note tone="success" className="mb-4">
                {t(told)}
              </Note>
            ) : null}
            <Messages of={["auth"]}>
              <SignInForm next={next} login={blocked?.login} />
            </Messages>
            <Button href="/forgot" variant="link" className="mt-4">
              {t("forgot")}
            </Button>
          </>
        )}
      </Card>
      {isBlocked ? null : (
        <p className="max-w-100 text-center text-xs text-pretty text-fg-muted">
          {contact ? t("noteContact", { contact }) : t("note")}
        </p>
      )}
    </PublicFrame>
  );
}
