import { Ban } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Avatar } from "@/components/ui/avatar";
import { Badge, StatusBadge } from "@/components/ui/badge";
import { RowLink, Table, TBody, TD, TH, THead, TR } from "@/components/ui/table";
import type { userStates } from "@/lib/accounts/users/schema";

type UserState = (typeof userStates)[number];

export type ListedUser = {
  id: string;
  name: string;
  email: string | null;
  login: string;
  isAdministrator: boolean;
  state: UserState;
  groups: string[];
};

/** People of the account as its administrators see them. `action` is the last cell of a row. */
export function UsersTable({
  users,
  action,
}: {
  users: readonly ListedUser[];
  action?: (user: ListedUser) => ReactNode;
}) {
  const t = useTranslations("control.users");
  return (
    <Table caption={t("list")} stack>
      <THead>
        <TR>
          <TH>{t("name")}</TH>
          <TH>{t("groups")}</TH>
          <TH>{t("state")}</TH>
          {action ? (
            <TH>
              <span className="sr-only">{t("actions")}</span>
            </TH>
          ) : null}
        </TR>
      </THead>
      <TBody>
        {users.map((user) => (
          <TR key={user.id} className="phone:items-center">
            <TD primary>
              <span className="flex min-w-0 items-center gap-3">
                <Avatar id={user.id} name={user.name} />
                <span className="min-w-0 py-1 wrap-anywhere">
                  <RowLink href={`/control/users/${user.id}`}>
                    <bdi>{user.name}</bdi>
                  </RowLink>
                  <span className="meta-dots text-xs font-normal text-fg-muted">
                    <span className="id-num">{user.login}</span>
                    {user.email ? <span>{user.email}</span> : null}
                  </span>
                </span>
              </span>
            </TD>
            <TD label={t("groupsAre")} className="phone:empty:hidden">
              {user.groups.length > 0 ? (
                user.groups.join(", ")
              ) : (
                <span className="text-fg-muted">{t("noGroup")}</span>
              )}
            </TD>
            <TD>
              <UserSigns {...user} />
            </TD>
            {action ? <TD className="w-0 text-end">{action(user)}</TD> : null}
          </TR>
        ))}
      </TBody>
    </Table>
  );
}

/** The state of a person's account, and whether they administer it. */
export function UserSigns({ state, isAdministrator }: { state: UserState; isAdministrator: boolean }) {
  const t = useTranslations("control.users");
  return (
    <span className="inline-flex flex-wrap gap-1.5">
      {state === "disabled" ? (
        <Badge icon={<Ban aria-hidden />}>{t("states.disabled")}</Badge>
      ) : (
        <StatusBadge kind={state}>{t(`states.${state}`)}</StatusBadge>
      )}
      {isAdministrator ? <Badge tone="primary">{t("administrator")}</Badge> : null}
    </span>
  );
}
