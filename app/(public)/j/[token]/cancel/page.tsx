import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { ConferenceFrame } from "@/components/public/conference-frame";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { formatConferenceId } from "@/lib/ids";
import { loadLink } from "../load";

type Props = { params: Promise<{ token: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return {
    title: (await getTranslations("registration"))("cancelPage.title"),
    robots: { index: false, follow: false },
    referrer: "no-referrer",
  };
}

/** Asks once, because the seat is gone as soon as somebody else takes it. */
export default async function CancelPage({ params }: Props) {
  const { token } = await params;
  const { person, facts } = await loadLink(token);
  if (facts.state === "ended" || facts.state === "cancelled") redirect(`/j/${token}`);
  const t = await getTranslations("registration");
  const path = `/c/${formatConferenceId(facts.publicId)}`;
  return (
    <ConferenceFrame
      organisation={facts.accountName}
      homeHref={path}
      returnTo={path}
      user={null}
      zone={null}
      width="narrow"
    >
      <Card className="p-7 phone:p-5">
        <h1 className="text-2xl">{t("cancelPage.title")}</h1>
        <p className="mt-1 text-sm break-words text-fg-muted">{facts.name}</p>
        <p className="mt-4 break-words">{t("cancelPage.body", { name: person.name })}</p>
        <div className="mt-5 flex flex-wrap gap-3 phone:flex-col">
          <form method="post" action={`/j/${token}/withdraw`}>
            <Button type="submit" variant="danger" size={40} className="phone:w-full">
              {t("cancelPage.submit")}
            </Button>
          </form>
          <Button href={`/j/${token}`} size={40} prefetch={false}>
            {t("cancelPage.keep")}
          </Button>
        </div>
      </Card>
    </ConferenceFrame>
  );
}
