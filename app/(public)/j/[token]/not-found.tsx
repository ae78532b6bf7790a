import { Unlink } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { PublicFrame } from "@/components/auth/public-frame";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { getServerSettings } from "@/lib/settings/queries";

/** A link that was revoked, cancelled or cut short when it was copied. */
export default async function DeadLink() {
  const [t, { organisation }] = await Promise.all([getTranslations("registration"), getServerSettings()]);
  return (
    <PublicFrame organisation={organisation} signInHref="/sign-in" width="card">
      <Card className="w-full max-w-130 py-4">
        <EmptyState
          level={1}
          icon={<Unlink />}
          title={t("deadLink.title")}
          body={t("deadLink.body")}
          actions={
            <Button href="/" size={36}>
              {t("deadLink.home")}
            </Button>
          }
        />
      </Card>
    </PublicFrame>
  );
}
