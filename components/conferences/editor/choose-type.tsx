import { Globe, Lock } from "lucide-react";
import { useTranslations } from "next-intl";
import { PageHeader } from "@/components/shell/page-header";
import { Button } from "@/components/ui/button";
import { RadioCard, RadioGroup } from "@/components/ui/choice";

/** The first step: who may join (J02–J05, J07). A plain form, so that Back and the address keep the choice. */
export function ChooseType({ kind }: { kind: "scheduled" | "room" }) {
  const t = useTranslations("editor.type");
  const editor = useTranslations("editor");
  const isRoom = kind === "room";
  return (
    <>
      <PageHeader
        title={isRoom ? t("titleRoom") : t("title")}
        meta={t("lead")}
        back={{ href: isRoom ? "/rooms" : "/meetings", label: editor("back") }}
      />
      <form action="/meetings/new" method="get" className="max-w-180 ps-9 phone:ps-0">
        <input type="hidden" name="kind" value={kind} />
        <RadioGroup id="visibility" legend={t("legend")} columns={2}>
          <RadioCard
            name="visibility"
            value="private"
            defaultChecked
            media={<Lock className="size-5" />}
            title={t("private")}
            description={t("privateHelp")}
          />
          <RadioCard
            name="visibility"
            value="public"
            media={<Globe className="size-5" />}
            title={t("public")}
            description={t("publicHelp")}
          />
        </RadioGroup>
        <Button type="submit" variant="primary" size={36} className="mt-5 phone:w-full">
          {t("continue")}
        </Button>
      </form>
    </>
  );
}
