import { Pencil, Phone, Video } from "lucide-react";
import { useTranslations } from "next-intl";
import { EmailLink } from "@/components/accounts/people/email-link";
import { Avatar } from "@/components/ui/avatar";
import { CopyButton } from "@/components/ui/copy-button.client";
import { IconButton } from "@/components/ui/icon-button.client";
import { Table, TBody, TD, TH, THead, TR } from "@/components/ui/table";
import { telHref } from "@/lib/contacts/rules";
import { DeleteContact } from "./delete-contact.client";

export type ListedContact = {
  id: string;
  kind: "person" | "call_string";
  name: string;
  company: string | null;
  emails: string[];
  phones: string[];
  callString: string | null;
  note: string | null;
};

/** Contacts that the person keeps: who, every way to reach them, and what can be done. */
export function ContactsTable({
  contacts,
  selectedId,
}: {
  contacts: readonly ListedContact[];
  /** The one that was just saved. */
  selectedId?: string;
}) {
  const t = useTranslations("contacts");
  return (
    <Table caption={t("list")} stack>
      <THead>
        <TR>
          <TH>{t("name")}</TH>
          <TH>{t("reach")}</TH>
          <TH>
            <span className="sr-only">{t("actions")}</span>
          </TH>
        </TR>
      </THead>
      <TBody>
        {contacts.map((contact) => (
          <TR key={contact.id} selected={contact.id === selectedId} className="phone:items-center">
            <TD primary className="phone:group-data-stack/table:w-auto phone:group-data-stack/table:flex-1">
              <span className="flex min-w-0 items-center gap-3">
                <Sign {...contact} />
                <span className="min-w-0 wrap-anywhere">
                  <bdi>{contact.name}</bdi>
                  {contact.company ? (
                    <span className="block text-xs font-normal text-fg-muted">
                      <bdi>{contact.company}</bdi>
                    </span>
                  ) : null}
                </span>
              </span>
            </TD>
            <TD className="phone:order-last phone:w-full phone:group-data-stack/table:ps-10">
              <Addresses {...contact} />
            </TD>
            <TD className="w-0">
              <span className="flex justify-end gap-1">
                <IconButton
                  name={t("edit", { name: contact.name })}
                  href={`/people/contacts/${contact.id}`}
                  icon={<Pencil aria-hidden />}
                />
                <DeleteContact id={contact.id} name={contact.name} />
              </span>
            </TD>
          </TR>
        ))}
      </TBody>
    </Table>
  );
}

function Sign({ id, kind, name, callString }: ListedContact) {
  if (kind === "person") return <Avatar id={id} name={name} />;
  return (
    <span
      aria-hidden
      data-surface
      className="grid size-7 shrink-0 place-items-center rounded-full bg-sunken text-fg-muted"
    >
      {callString?.startsWith("tel:") ? <Phone /> : <Video />}
    </span>
  );
}

function Addresses({ kind, name, emails, phones, callString, note }: ListedContact) {
  const t = useTranslations("contacts");
  const hasNone = kind === "person" && emails.length + phones.length === 0;
  return (
    <div className="flex flex-col gap-0.5 py-1">
      {hasNone ? <span className="text-fg-muted">{t("noAddress")}</span> : null}
      {emails.length + phones.length > 0 ? (
        <span className="flex flex-wrap gap-x-4 *:inline-flex *:min-h-6 *:items-center touch:*:min-h-9">
          {emails.map((email) => (
            <EmailLink key={email} email={email} />
          ))}
          {phones.map((phone) => (
            <a key={phone} href={telHref(phone)} dir="ltr" className="link num">
              {phone}
            </a>
          ))}
        </span>
      ) : null}
      {callString ? (
        <span className="flex items-center gap-1.5">
          <code dir="ltr" className="min-w-0 font-mono text-xs wrap-anywhere text-fg">
            {callString}
          </code>
          <CopyButton text={callString} label={t("copy", { name })} iconOnly />
        </span>
      ) : null}
      {note ? <span className="line-clamp-2 text-xs whitespace-pre-line text-fg-muted">{note}</span> : null}
    </div>
  );
}
