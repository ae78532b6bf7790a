import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { NewGroupForm } from "@/components/control/groups/group-form.client";
import { Messages } from "@/components/shell/messages";
import { PageHeader } from "@/components/shell/page-header";
import { Card } from "@/components/ui/card";
import { requirePageAdministrator } from "@/lib/auth/page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("control.groups"))("new") };
}

export default async function NewGroupPage() {
  await requirePageAdministrator();
  const t = await getTranslations("control.groups");
  return (
    <div className="max-w-220">
      <PageHeader title={t("new")} meta={t("newBody")} back={{ href: "/control/groups", label: t("back") }} />
      <Card as="div" className="p-5 phone:p-4">
        <Messages of={["control", "accounts", "common"]}>
          <NewGroupForm />
        </Messages>
      </Card>
    </div>
  );
}
