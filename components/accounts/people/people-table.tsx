import { useTranslations } from "next-intl";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { Table, TBody, TD, TH, THead, TR } from "@/components/ui/table";
import { avatarSrc } from "@/lib/accounts/avatars/rules";
import { EmailLink } from "./email-link";

type ListedPerson = {
  id: string;
  name: string;
  email: string | null;
  login: string;
  avatarVersion: number | null;
};

/** People of the organisation: name, a way to write to them, user ID. Two lines each on phones. */
export function PeopleTable({ people, selfId }: { people: readonly ListedPerson[]; selfId: string }) {
  const t = useTranslations("people");
  const common = useTranslations("common");
  return (
    <Table caption={t("list")} stack>
      <THead>
        <TR>
          <TH>{t("name")}</TH>
          <TH>{t("email")}</TH>
          <TH>{t("login")}</TH>
        </TR>
      </THead>
      <TBody>
        {people.map(({ id, name, email, login, avatarVersion }) => (
          <TR
            key={id}
            className="phone:min-h-16 phone:content-center phone:group-data-stack/table:flex-nowrap phone:group-data-stack/table:flex-col"
          >
            <TD primary>
              <span className="flex min-w-0 items-center gap-3">
                <Avatar
                  id={id}
                  name={name}
                  src={avatarSrc(id, avatarVersion)}
                  className="phone:translate-y-2.5"
                />
                <span className="min-w-0 wrap-anywhere">{name}</span>
                {id === selfId ? <Badge>{common("you")}</Badge> : null}
              </span>
            </TD>
            <TD className="phone:hidden">
              <EmailOrNone email={email} />
            </TD>
            <TD className="phone:hidden">
              <span className="id-num">{login}</span>
            </TD>
            {/* On phones the two facts share the second line. */}
            <TD className="hidden phone:block phone:group-data-stack/table:ps-10">
              <span className="meta-dots">
                <EmailOrNone email={email} />
                <span className="id-num">{login}</span>
              </span>
            </TD>
          </TR>
        ))}
      </TBody>
    </Table>
  );
}

function EmailOrNone({ email }: { email: string | null }) {
  const t = useTranslations("people");
  return email ? <EmailLink email={email} /> : <span className="text-fg-muted">{t("noEmail")}</span>;
}
