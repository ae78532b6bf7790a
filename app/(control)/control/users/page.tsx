import { Download, FileUp, SearchX, UserPlus } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { withQuery } from "@/components/conferences/list/viewer";
import { ControlHeader } from "@/components/control/control-header";
import { UserFilter } from "@/components/control/users/user-filter";
import { UsersTable } from "@/components/control/users/users-table";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Pager } from "@/components/ui/pager";
import { ToastOnMount } from "@/components/ui/toast-on-mount.client";
import { listGroups } from "@/lib/accounts/groups/queries";
import { directoryCursorText } from "@/lib/accounts/schema";
import { listUsers } from "@/lib/accounts/users/queries";
import { usersAddress } from "@/lib/accounts/users/schema";
import { requirePageAdministrator } from "@/lib/auth/page";
import { withActor } from "@/lib/server/scope";

type Query = Record<string, string | string[] | undefined>;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("control.tabs"))("users") };
}

const PATH = "/control/users";
const PAGE = 50;

/** The people of the account. */
export default async function UsersPage({ searchParams }: { searchParams: Promise<Query> }) {
  const actor = await requirePageAdministrator();
  const address = usersAddress.parse(await searchParams);
  const { q, group, state } = address;
  const kept = { q, group, state };
  const [page, groups] = await withActor(actor, async (scope) => [
    await listUsers(scope, { ...address, limit: PAGE }),
    await listGroups(scope),
  ]);
  const t = await getTranslations("control.users");
  return (
    <>
      <ControlHeader current={PATH} isServerAdministrator={actor.isServerAdministrator} />
      <UserFilter
        action={PATH}
        {...kept}
        groups={groups.flatMap(({ id, name }) => (name === null ? [] : { value: id, label: name }))}
      >
        <span className="ms-auto flex flex-wrap gap-2 phone:w-full phone:*:flex-auto">
          <Button href="/api/exports/users" download icon={<Download aria-hidden />}>
            {t("export")}
          </Button>
          <Button href={`${PATH}/import`} icon={<FileUp aria-hidden />}>
            {t("importThem")}
          </Button>
          <Button href={`${PATH}/new`} variant="primary" icon={<UserPlus aria-hidden />}>
            {t("invite")}
          </Button>
        </span>
      </UserFilter>
      <Card as="div" className="overflow-clip">
        {page.users.length > 0 ? (
          <UsersTable users={page.users} />
        ) : (
          <EmptyState
            icon={<SearchX />}
            title={t("noMatchTitle")}
            body={t("noMatchBody")}
            actions={<Button href={PATH}>{t("showAll")}</Button>}
          />
        )}
        <div className="border-t border-border empty:hidden">
          <Pager
            label={t("pages")}
            newerLabel={t("previous")}
            olderLabel={t("next")}
            newerHref={page.before && withQuery(PATH, { ...kept, before: directoryCursorText(page.before) })}
            olderHref={page.after && withQuery(PATH, { ...kept, after: directoryCursorText(page.after) })}
          />
        </div>
      </Card>
      {address.deleted ? <ToastOnMount id="deleted" title={t("deleted")} /> : null}
    </>
  );
}
