import { LockKeyhole } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { SignInLink } from "./sign-in-link.client";

/** What a private page says to people who are signed out: the same as for a page that does not exist. */
export function SignInWall() {
  const t = useTranslations("auth");
  return (
    <Card className="w-full max-w-130 py-4">
      <EmptyState
        level={1}
        icon={<LockKeyhole />}
        title={t("wallTitle")}
        body={t("wallBody")}
        actions={
          <>
            <SignInLink>{t("title")}</SignInLink>
            <Button href="/" size={36}>
              {t("toGuestPage")}
            </Button>
          </>
        }
      />
    </Card>
  );
}
