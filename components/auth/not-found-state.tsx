import { SearchX } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

/** For people who are signed in: the page does not exist, or not for them. */
export function NotFoundState() {
  const t = useTranslations("area");
  return (
    <EmptyState
      level={1}
      icon={<SearchX />}
      title={t("notFoundTitle")}
      body={t("notFoundBody")}
      actions={
        <Button href="/home" variant="primary" size={36}>
          {t("toHome")}
        </Button>
      }
    />
  );
}
