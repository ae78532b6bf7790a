import Link from "next/link";
import { useTranslations } from "next-intl";
import { MemberButton } from "@/components/control/groups/member-button.client";
import { Card, CardHeader } from "@/components/ui/card";
import { AddToGroup } from "./add-to-group.client";

/** The groups of one person, and a way into further ones. */
export function UserGroups({
  user,
  own,
  others,
}: {
  user: { id: string; name: string };
  own: readonly { id: string; name: string }[];
  others: readonly { value: string; label: string }[];
}) {
  const t = useTranslations("control.users");
  return (
    <Card aria-labelledby="groups">
      <CardHeader id="groups" title={t("groups")} />
      {own.length > 0 ? (
        <ul className="divide-y divide-border border-t border-border px-4">
          {own.map((group) => (
            <li key={group.id} className="flex items-center gap-3 py-2 text-sm">
              <Link href={`/control/groups/${group.id}`} className="link min-w-0 flex-1 py-0.5 wrap-anywhere">
                {group.name}
              </Link>
              <MemberButton
                isMember
                groupId={group.id}
                group={group.name}
                userId={user.id}
                person={user.name}
              />
            </li>
          ))}
        </ul>
      ) : (
        <p className="px-4 pb-3 text-sm text-fg-muted">{t("noGroupBody")}</p>
      )}
      {others.length > 0 ? <AddToGroup userId={user.id} groups={others} /> : null}
    </Card>
  );
}
