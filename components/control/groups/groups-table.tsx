import { useTranslations } from "next-intl";
import { RowLink, Table, TBody, TD, TH, THead, TR } from "@/components/ui/table";
import { rightCodes } from "@/lib/accounts/rules";
import type { RightCode } from "@/lib/server/actor";

export type ListedGroup = { id: string; name: string | null; people: number; rights: readonly RightCode[] };

/** Groups of the account, and what each gives to its people. */
export function GroupsTable({ groups }: { groups: readonly ListedGroup[] }) {
  const t = useTranslations("control.groups");
  return (
    <Table caption={t("list")} stack>
      <THead>
        <TR>
          <TH>{t("name")}</TH>
          <TH>{t("gives")}</TH>
          <TH numeric>{t("people")}</TH>
        </TR>
      </THead>
      <TBody>
        {groups.map((group) => (
          <TR key={group.id}>
            <TD primary className="min-w-40 wrap-anywhere">
              <RowLink href={`/control/groups/${group.id}`}>{group.name ?? t("everyone")}</RowLink>
            </TD>
            <TD className="py-2">
              <Rights given={group.rights} />
            </TD>
            <TD numeric className="phone:w-full">
              {t("count", { count: group.people })}
            </TD>
          </TR>
        ))}
      </TBody>
    </Table>
  );
}

function Rights({ given }: { given: readonly RightCode[] }) {
  const t = useTranslations("control.groups");
  const rights = useTranslations("accounts.rights");
  const names = rightCodes.filter((code) => given.includes(code)).map((code) => rights(`${code}.name`));
  if (names.length === 0) return <span className="text-fg-muted">{t("givesNothing")}</span>;
  return (
    <ul className="flex flex-wrap gap-x-1.5 after:hidden *:not-last:after:content-['_·']">
      {names.map((name) => (
        <li key={name}>{name}</li>
      ))}
    </ul>
  );
}
