import { SearchX, Users } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { withQuery } from "@/components/conferences/list/viewer";
import { DeleteGroup } from "@/components/control/groups/delete-group.client";
import { GroupForm } from "@/components/control/groups/group-form.client";
import { MemberButton } from "@/components/control/groups/member-button.client";
import { UsersTable } from "@/components/control/users/users-table";
import { Messages } from "@/components/shell/messages";
import { PageHeader } from "@/components/shell/page-header";
import { Card, CardHeader } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Pager } from "@/components/ui/pager";
import { SearchField } from "@/components/ui/search-field";
import { SegmentedLinks } from "@/components/ui/segmented";
import { ToastOnMount } from "@/components/ui/toast-on-mount.client";
import { getGroup } from "@/lib/accounts/groups/queries";
import { directoryCursorText } from "@/lib/accounts/schema";
import { listUsers } from "@/lib/accounts/users/queries";
import { groupAddress } from "@/lib/accounts/users/schema";
import { requirePageAdministrator } from "@/lib/auth/page";
import { AppError } from "@/lib/errors";
import { isUuid } from "@/lib/ids";
import type { UserActor } from "@/lib/server/actor";
import { withActor } from "@/lib/server/scope";

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};
type Address = ReturnType<typeof groupAddress.parse>;

const PAGE = 50;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("control.tabs"))("groups") };
}

async function load(actor: UserActor, id: string, { add, q, after, before }: Address) {
  try {
    return await withActor(actor, async (scope) => {
      const group = await getGroup(scope, id);
      const wanted = { q, after, before, limit: PAGE, outside: Boolean(add) };
      const page = group.isEveryone ? null : await listUsers(scope, { ...wanted, group: id });
      return { group, page };
    });
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return notFound();
    throw error;
  }
}

/** What one group gives, and who is in it. */
export default async function GroupPage({ params, searchParams }: Props) {
  const actor = await requirePageAdministrator();
  const { id } = await params;
  if (!isUuid(id)) notFound();
  const address = groupAddress.parse(await searchParams);
  const { group, page } = await load(actor, id, address);
  const t = await getTranslations("control.groups");
  const name = group.name ?? t("everyone");
  return (
    <Messages of={["control", "accounts", "common"]}>
      <PageHeader
        title={name}
        meta={t("count", { count: group.people })}
        back={{ href: "/control/groups", label: t("back") }}
        actions={
          group.name === null ? undefined : <DeleteGroup id={id} name={group.name} people={group.people} />
        }
      />
      <div className="flex max-w-220 flex-col gap-4">
        <Card aria-labelledby="gives">
          <CardHeader id="gives" title={t("gives")} />
          <p className="px-4 pb-3 text-sm text-fg-muted">{t("applies", { count: group.people })}</p>
          <GroupForm key={group.version} {...group} />
        </Card>
        {page ? <People group={{ id, name }} address={address} page={page} /> : null}
      </div>
      {address.saved ? <ToastOnMount id={`group-${id}`} title={t("created", { name })} /> : null}
    </Messages>
  );
}

async function People({
  group,
  address: { add, q },
  page,
}: {
  group: { id: string; name: string };
  address: Address;
  page: NonNullable<Awaited<ReturnType<typeof load>>["page"]>;
}) {
  const [t, users] = await Promise.all([getTranslations("control.groups"), getTranslations("control.users")]);
  const path = `/control/groups/${group.id}`;
  const kept = { add, q };
  const empty = q ? "noMatch" : add ? "allAreIn" : "nobody";
  return (
    <Card aria-labelledby="people" className="overflow-clip">
      <CardHeader id="people" title={t("people")} />
      <div className="flex flex-wrap items-center gap-2 px-4 pb-3">
        <SegmentedLinks
          label={t("people")}
          items={[
            { href: path, label: t("members"), current: !add },
            { href: `${path}?add=1`, label: t("others"), current: Boolean(add) },
          ]}
        />
        <SearchField
          label={users("search")}
          placeholder={users("placeholder")}
          defaultValue={q}
          action={path}
          keep={{ add }}
          className="max-w-80"
        />
      </div>
      {page.users.length > 0 ? (
        <UsersTable
          users={page.users}
          action={(user) => (
            <MemberButton
              key={`${user.id}-${add}`}
              isMember={!add}
              groupId={group.id}
              group={group.name}
              userId={user.id}
              person={user.name}
            />
          )}
        />
      ) : (
        <EmptyState
          icon={q ? <SearchX /> : <Users />}
          title={t(`${empty}Title`)}
          body={t(`${empty}Body`)}
          level={3}
        />
      )}
      <div className="border-t border-border empty:hidden">
        <Pager
          label={users("pages")}
          newerLabel={users("previous")}
          olderLabel={users("next")}
          newerHref={page.before && withQuery(path, { ...kept, before: directoryCursorText(page.before) })}
          olderHref={page.after && withQuery(path, { ...kept, after: directoryCursorText(page.after) })}
        />
      </div>
    </Card>
  );
}
