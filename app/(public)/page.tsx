import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { PublicFrame } from "@/components/auth/public-frame";
import { GuestCodeForm } from "@/components/guest/guest-code-form.client";
import { GuestWelcome } from "@/components/guest/guest-welcome";
import { Messages } from "@/components/shell/messages";
import { Card } from "@/components/ui/card";
import { formatConferenceId } from "@/lib/ids";
import { lookUp } from "@/lib/registrations/lookup/queries";
import { currentActor } from "@/lib/server/actor";
import { getServerSettings, isGuestPageOpen } from "@/lib/settings/queries";
import { guestPassCookie } from "@/lib/settings/schema";

type Query = Record<string, string | string[] | undefined>;

/** Before signing in: join by conference ID, or sign in. The administrator may put a code before it (A12, A13). */
export default async function GuestPage({ searchParams }: { searchParams: Promise<Query> }) {
  const actor = await currentActor();
  if (actor.kind === "user") redirect("/home");
  const [settings, jar, { id }] = await Promise.all([getServerSettings(), cookies(), searchParams]);
  const { organisation, contact } = settings;
  if (!isGuestPageOpen(settings, jar.get(guestPassCookie)?.value)) {
    return (
      <PublicFrame organisation={organisation} signInHref="/sign-in" width="card">
        <CodeCard contact={contact} />
      </PublicFrame>
    );
  }
  const typed = typeof id === "string" ? id : "";
  const problem = id === undefined ? undefined : await follow(typed, actor);
  return (
    <PublicFrame organisation={organisation} signInHref="/sign-in" width="full" note>
      <GuestWelcome typed={typed} error={problem} />
    </PublicFrame>
  );
}

/** Goes to the conference that the ID means, or says why it cannot. */
async function follow(typed: string, actor: Parameters<typeof lookUp>[1]): Promise<string> {
  const t = await getTranslations("guest");
  if (typed.trim() === "") return t("empty");
  const found = await lookUp(typed, actor);
  if (found.state === "found") redirect(`/c/${formatConferenceId(found.publicId)}`);
  return found.state === "limited" ? t("tooMany") : t("unknown");
}

async function CodeCard({ contact }: { contact: string | null }) {
  const t = await getTranslations("guest");
  return (
    <Card className="w-full max-w-100 rounded-xl p-7 phone:p-5">
      <h1>{t("codeTitle")}</h1>
      <p className="mt-1 mb-5 text-sm text-fg-muted">{t("codeBody", { contact: contact ?? "none" })}</p>
      <Messages of={["guest"]}>
        <GuestCodeForm />
      </Messages>
    </Card>
  );
}
