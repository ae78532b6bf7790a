import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { UserGroups } from "@/components/control/users/user-groups";
import { UserRightsForm } from "@/components/control/users/user-rights-form.client";
import { UserState } from "@/components/control/users/users-table";
import { Messages } from "@/components/shell/messages";
import { PageHeader } from "@/components/shell/page-header";
import { Card, CardHeader } from "@/components/ui/card";
import { listGroups } from "@/lib/accounts/groups/queries";
import { getUser } from "@/lib/accounts/queries";
import { choicesText } from "@/lib/accounts/rules";
import { getRights, listGroupsOf } from "@/lib/accounts/users/queries";
import { requirePageAdministrator } from "@/lib/auth/page";
import { AppError } from "@/lib/errors";
import { isUuid } from "@/lib/ids";
import type { UserActor } from "@/lib/server/actor";
import { withActor } from "@/lib/server/scope";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("control.tabs"))("users") };
}

async function load(actor: UserActor, id: string) {
  try {
    return await withActor(actor, async (scope) => ({
      user: await getUser(scope, id),
      rights: await getRights(scope, id),
      own: await listGroupsOf(scope, id),
      groups: await listGroups(scope),
    }));
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return notFound();
    throw error;
  }
}

/** One person of the account: what they may do, and where that comes from (A07). */
export default async function UserPage({ params }: Props) {
  const actor = await requirePageAdministrator();
  const { id } = await params;
  if (!isUuid(id)) notFound();
  const { user, rights, own, groups } = await load(actor, id);
  const t = await getTranslations("control.users");
  const was = choicesText(rights.flatMap(({ code, own: effect }) => (effect ? { code, effect } : [])));
  return (
    <Messages of={["control", "accounts", "common"]}>
      <PageHeader
        badge={<UserState {...user} />}
        title={user.name}
        meta={
          <span className="meta-dots">
            <span className="id-num">{user.login}</span>
            {user.email ? <span>{user.email}</span> : null}
          </span>
        }
        back={{ href: "/control/users", label: t("back") }}
      />
      <div className="grid max-w-280 grid-cols-[minmax(0,1fr)] items-start gap-4 xl:grid-cols-[minmax(0,1fr)_316px]">
        <Card aria-labelledby="rights">
          <CardHeader id="rights" title={t("rights")} />
          <p className="px-4 pb-3 text-sm text-fg-muted">{t("rightsBody")}</p>
          <UserRightsForm key={was} userId={id} was={was} rights={rights} />
        </Card>
        <UserGroups
          user={{ id, name: user.name }}
          own={own}
          others={groups.flatMap(({ id: value, name }) =>
            name === null || own.some((group) => group.id === value) ? [] : { value, label: name },
          )}
        />
      </div>
    </Messages>
  );
}
