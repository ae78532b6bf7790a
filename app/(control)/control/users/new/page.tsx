import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { InviteForm } from "@/components/control/users/user-form.client";
import { Messages } from "@/components/shell/messages";
import { PageHeader } from "@/components/shell/page-header";
import { Card } from "@/components/ui/card";
import { listGroups } from "@/lib/accounts/groups/queries";
import { requirePageAdministrator } from "@/lib/auth/page";
import { withActor } from "@/lib/server/scope";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("control.users"))("invite") };
}

/** Somebody new in the account. */
export default async function InvitePage() {
  const actor = await requirePageAdministrator();
  const groups = await withActor(actor, listGroups);
  const t = await getTranslations("control.users");
  return (
    <div className="max-w-180">
      <PageHeader
        title={t("invite")}
        meta={t("inviteBody")}
        back={{ href: "/control/users", label: t("back") }}
      />
      <Card as="div" className="p-5 phone:p-4">
        <Messages of={["control", "common"]}>
          <InviteForm
            groups={groups.flatMap(({ id, name }) => (name === null ? [] : { value: id, label: name }))}
          />
        </Messages>
      </Card>
    </div>
  );
}
