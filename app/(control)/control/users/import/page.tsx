import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ImportForm } from "@/components/control/users/import-form.client";
import { Messages } from "@/components/shell/messages";
import { PageHeader } from "@/components/shell/page-header";
import { Card } from "@/components/ui/card";
import { requirePageAdministrator } from "@/lib/auth/page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("control.users.import"))("title") };
}

/** Many people at once, from a table. */
export default async function ImportPage() {
  await requirePageAdministrator();
  const t = await getTranslations("control.users");
  return (
    <div className="max-w-220">
      <PageHeader
        title={t("import.title")}
        meta={t("import.body")}
        back={{ href: "/control/users", label: t("back") }}
      />
      <Card as="div" className="p-5 phone:p-4">
        <Messages of={["control"]}>
          <ImportForm />
        </Messages>
      </Card>
    </div>
  );
}
