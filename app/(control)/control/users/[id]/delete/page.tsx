import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Refused } from "@/components/conferences/editor/refused";
import { DeleteForm } from "@/components/control/users/delete-form.client";
import { Messages } from "@/components/shell/messages";
import { PageHeader } from "@/components/shell/page-header";
import { Card } from "@/components/ui/card";
import { getUserDetails } from "@/lib/accounts/users/queries";
import { requirePageAdministrator } from "@/lib/auth/page";
import { canDeleteUser } from "@/lib/conferences/owners/policy";
import { listOwned } from "@/lib/conferences/owners/queries";
import { AppError } from "@/lib/errors";
import { isUuid } from "@/lib/ids";
import type { UserActor } from "@/lib/server/actor";
import { withActor } from "@/lib/server/scope";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("control.users.deleting"))("heading") };
}

async function load(actor: UserActor, id: string) {
  try {
    return await withActor(actor, async (scope) => ({
      user: await getUserDetails(scope, id),
      owned: await listOwned(scope, id),
    }));
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return notFound();
    throw error;
  }
}

/** Takes a person out for good, and decides what becomes of their conferences. */
export default async function DeleteUserPage({ params }: Props) {
  const actor = await requirePageAdministrator();
  const { id } = await params;
  if (!isUuid(id)) notFound();
  const { user, owned } = await load(actor, id);
  const t = await getTranslations("control.users.deleting");
  const back = { href: `/control/users/${id}`, label: t("back", { name: user.name }) };
  const live = owned.filter(({ isLive }) => isLive).length;
  const decision = canDeleteUser(actor, { ...user, live });
  if (decision !== true)
    return <Refused {...decision} title={t("refused", { name: user.name })} back={back} />;
  return (
    <div className="max-w-180">
      <PageHeader title={t("title", { name: user.name })} meta={t("body")} back={back} />
      <Card as="div" className="p-5 phone:p-4">
        <Messages of={["control", "common"]}>
          <DeleteForm userId={id} name={user.name} owned={owned.length} />
        </Messages>
      </Card>
    </div>
  );
}
