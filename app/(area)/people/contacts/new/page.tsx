import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Refused } from "@/components/conferences/editor/refused";
import { ContactEditor } from "@/components/contacts/contact-editor";
import { requirePageActor } from "@/lib/auth/page";
import { canKeepContacts } from "@/lib/contacts/policy";
import { withActor } from "@/lib/server/scope";
import { findGranter } from "@/lib/settings/queries";

type Props = { searchParams: Promise<{ kind?: string | string[] }> };

const kindOf = async ({ searchParams }: Props) =>
  (await searchParams).kind === "call_string" ? "call_string" : "person";

export async function generateMetadata(props: Props): Promise<Metadata> {
  const t = await getTranslations("contacts");
  return { title: t((await kindOf(props)) === "person" ? "newPerson" : "newCallString") };
}

/** A person or a call string to keep (W09, W10). */
export default async function NewContactPage(props: Props) {
  const actor = await requirePageActor();
  const kind = await kindOf(props);
  const decision = await withActor(actor, async (scope) =>
    canKeepContacts(actor, { who: await findGranter(scope) }),
  );
  if (decision !== true) {
    const t = await getTranslations("contacts");
    return (
      <Refused {...decision} title={t("refusedTitle")} back={{ href: "/people", label: t("refusedBack") }} />
    );
  }
  return <ContactEditor kind={kind} />;
}
