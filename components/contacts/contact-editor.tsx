import { useTranslations } from "next-intl";
import { Messages } from "@/components/shell/messages";
import { PageHeader } from "@/components/shell/page-header";
import { Card } from "@/components/ui/card";
import { ContactForm, type EditedContact } from "./contact-form.client";

const BACK = "/people/contacts";

/** The page of one contact, new or kept already. */
export function ContactEditor({
  kind,
  contact,
}: {
  kind: "person" | "call_string";
  contact?: EditedContact;
}) {
  const t = useTranslations("contacts");
  const title = contact ? contact.name : t(kind === "person" ? "newPerson" : "newCallString");
  return (
    <div className="max-w-180">
      <PageHeader
        className="mb-4"
        title={title}
        meta={t("private")}
        back={{ href: BACK, label: t("back") }}
      />
      <Card as="div" className="p-5 phone:p-4">
        <Messages of={["contacts", "common"]}>
          <ContactForm kind={kind} contact={contact} backHref={BACK} />
        </Messages>
      </Card>
    </div>
  );
}
