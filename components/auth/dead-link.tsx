import { Unlink } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";

/** A link that was used, is over its time, was replaced by a newer one, or never was one: nobody learns which. */
export function DeadLink({ to }: { to: "/forgot" | "/profile/security" }) {
  const t = useTranslations("auth");
  return (
    <Card className="w-full max-w-130 py-4">
      <EmptyState
        level={1}
        icon={<Unlink />}
        title={t("deadTitle")}
        body={t("deadBody")}
        actions={
          <Button href={to} size={36} prefetch={false}>
            {to === "/forgot" ? t("deadForgot") : t("deadEmail")}
          </Button>
        }
      />
    </Card>
  );
}
