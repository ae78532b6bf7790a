import { Plus } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ControlHeader } from "@/components/control/control-header";
import { GroupsTable } from "@/components/control/groups/groups-table";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { canCreateGroup } from "@/lib/accounts/groups/policy";
import { listGroups } from "@/lib/accounts/groups/queries";
import { groupsMax } from "@/lib/accounts/rules";
import { requirePageAdministrator } from "@/lib/auth/page";
import { withActor } from "@/lib/server/scope";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("control.tabs"))("groups") };
}

/** Who is given the same rights, and which (A07). */
export default async function GroupsPage() {
  const actor = await requirePageAdministrator();
  const groups = await withActor(actor, listGroups);
  const [t, errors] = await Promise.all([getTranslations("control.groups"), getTranslations("errors")]);
  const may = canCreateGroup(actor, { count: groups.length - 1 });
  return (
    <>
      <ControlHeader current="/control/groups" isServerAdministrator={actor.isServerAdministrator} />
      <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
        <p className="min-w-56 max-w-[70ch] flex-1 text-sm text-fg-muted">{t("body")}</p>
        <Button
          href="/control/groups/new"
          variant="primary"
          size={36}
          icon={<Plus aria-hidden />}
          reason={may === true ? undefined : errors("too_many_groups", { max: groupsMax })}
        >
          {t("new")}
        </Button>
      </div>
      <Card as="div" className="overflow-clip">
        <GroupsTable groups={groups} />
      </Card>
      {groups.length === 1 ? <p className="mt-3 text-sm text-fg-muted">{t("onlyEveryone")}</p> : null}
    </>
  );
}
