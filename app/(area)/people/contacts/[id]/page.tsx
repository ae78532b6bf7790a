import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Refused } from "@/components/conferences/editor/refused";
import { ContactEditor } from "@/components/contacts/contact-editor";
import { requirePageActor } from "@/lib/auth/page";
import { getContact } from "@/lib/contacts/queries";
import { AppError } from "@/lib/errors";
import { isUuid } from "@/lib/ids";
import type { UserActor } from "@/lib/server/actor";
import { withActor } from "@/lib/server/scope";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("contacts"))("editTitle") };
}

/** The contact, or the expected refusal. */
async function load(actor: UserActor, id: string) {
  try {
    return await withActor(actor, (scope) => getContact(scope, id));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return error;
  }
}

/** One of one's own contacts; everybody else's does not exist (W08). */
export default async function EditContactPage({ params }: Props) {
  const actor = await requirePageActor();
  const { id } = await params;
  if (!isUuid(id)) notFound();
  const contact = await load(actor, id);
  if (contact instanceof AppError) {
    if (contact.code === "not_found") notFound();
    const t = await getTranslations("contacts");
    const back = { href: "/people", label: t("refusedBack") };
    return <Refused reason={contact.code} params={contact.params} title={t("refusedTitle")} back={back} />;
  }
  return <ContactEditor kind={contact.kind} contact={contact} />;
}
