import { Users } from "lucide-react";
import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { PublicFrame } from "@/components/auth/public-frame";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { signOutNow } from "@/lib/auth/actions";
import { goOnline } from "@/lib/licences/commands";
import { findActor } from "@/lib/server/actor";
import { getServerSettings } from "@/lib/settings/queries";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("licences"))("fullTitle") };
}

/** All online licences of the account are taken: who is told so here can ask, try again or sign out (D14). */
export default async function OnlinePage() {
  const actor = (await findActor()) ?? notFound();
  const result = await goOnline.execute(actor, {});
  if (result.ok || result.error.code !== "no_online_licence") redirect("/home");
  const [t, errors, common, { organisation }] = await Promise.all([
    getTranslations("licences"),
    getTranslations("errors"),
    getTranslations("common"),
    getServerSettings(),
  ]);
  const { limit = 0, administrator = "" } = result.error.params ?? {};
  return (
    <PublicFrame organisation={organisation} width="card">
      <Card className="w-full max-w-130 py-4">
        <EmptyState
          level={1}
          icon={<Users />}
          title={t("fullTitle")}
          body={
            <>
              <p>
                {errors("no_online_licence", { limit: Number(limit), administrator: String(administrator) })}
              </p>
              <p className="mt-2">{t("fullBody")}</p>
            </>
          }
          actions={
            <>
              <form action="/home">
                <Button type="submit" variant="primary" size={36}>
                  {t("tryAgain")}
                </Button>
              </form>
              <form action={signOutNow}>
                <Button type="submit" size={36}>
                  {common("signOut")}
                </Button>
              </form>
            </>
          }
        />
      </Card>
    </PublicFrame>
  );
}
