import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { UnlockButton } from "@/components/control/unlock-form.client";
import { SessionsCard } from "@/components/control/users/sessions-card";
import {
  AdministratorRole,
  DisableUser,
  EnableUser,
  SendLink,
} from "@/components/control/users/user-actions.client";
import { UserForm } from "@/components/control/users/user-form.client";
import { UserGroups } from "@/components/control/users/user-groups";
import { UserRightsForm } from "@/components/control/users/user-rights-form.client";
import { UserSigns } from "@/components/control/users/users-table";
import { Messages } from "@/components/shell/messages";
import { PageHeader } from "@/components/shell/page-header";
import { Button } from "@/components/ui/button";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { ToastOnMount } from "@/components/ui/toast-on-mount.client";
import { listGroups } from "@/lib/accounts/groups/queries";
import { canDisable, canSendLink, canSetAdministrator } from "@/lib/accounts/policy";
import { choicesText } from "@/lib/accounts/rules";
import { getRights, getUserDetails, listGroupsOf, listSessionsOf } from "@/lib/accounts/users/queries";
import { userAddress } from "@/lib/accounts/users/schema";
import { requirePageAdministrator } from "@/lib/auth/page";
import { databaseNow } from "@/lib/auth/queries";
import { AppError, type ErrorCode, type ErrorParams } from "@/lib/errors";
import { isUuid } from "@/lib/ids";
import type { UserActor } from "@/lib/server/actor";
import { withActor } from "@/lib/server/scope";
import { createFormats } from "@/lib/time/format";

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("control.tabs"))("users") };
}

async function load(actor: UserActor, id: string) {
  try {
    return await withActor(actor, async (scope) => ({
      user: await getUserDetails(scope, id),
      rights: await getRights(scope, id),
      own: await listGroupsOf(scope, id),
      groups: await listGroups(scope),
      sessions: await listSessionsOf(scope, id),
    }));
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return notFound();
    throw error;
  }
}

type Loaded = Awaited<ReturnType<typeof load>>;

/** One person of the account: what they may do and where that comes from, and what can be done about them (A07, B10). */
export default async function UserPage({ params, searchParams }: Props) {
  const actor = await requirePageAdministrator();
  const { id } = await params;
  if (!isUuid(id)) notFound();
  const loaded = await load(actor, id);
  const { user, rights, own, groups } = loaded;
  const { saved } = userAddress.parse(await searchParams);
  const t = await getTranslations("control.users");
  const was = choicesText(rights.flatMap(({ code, own: effect }) => (effect ? { code, effect } : [])));
  return (
    <Messages of={["control", "accounts", "common"]}>
      <PageHeader
        badge={<UserSigns state={user.state} isAdministrator={user.isAdministrator} />}
        title={user.name}
        meta={
          <span className="meta-dots">
            <span className="id-num">{user.login}</span>
            {user.email ? <span>{user.email}</span> : null}
          </span>
        }
        back={{ href: "/control/users", label: t("back") }}
        actions={<Actions actor={actor} user={user} />}
      />
      <div className="grid max-w-280 grid-cols-[minmax(0,1fr)] items-start gap-4 xl:grid-cols-[minmax(0,1fr)_316px]">
        <div className="flex min-w-0 flex-col gap-4">
          <Card aria-labelledby="account">
            <CardHeader id="account" title={t("account")} />
            <UserForm
              key={user.version}
              id={id}
              version={user.version}
              name={user.name}
              email={user.email}
              login={user.login}
            />
          </Card>
          <Card aria-labelledby="rights">
            <CardHeader id="rights" title={t("rights")} />
            <p className="px-4 pb-3 text-sm text-fg-muted">{t("rightsBody")}</p>
            <UserRightsForm key={was} userId={id} was={was} rights={rights} />
          </Card>
          <Sessions actor={actor} loaded={loaded} />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <UserGroups
            user={{ id, name: user.name }}
            own={own}
            others={groups.flatMap(({ id: value, name }) =>
              name === null || own.some((group) => group.id === value) ? [] : { value, label: name },
            )}
          />
          <Role actor={actor} user={user} />
        </div>
      </div>
      {saved && user.email ? (
        <ToastOnMount id={`invited-${id}`} title={t("linkSent", { email: user.email })} />
      ) : null}
    </Messages>
  );
}

/** The words of a refusal as the server would give it; asking for the password again is none. */
async function reasonWords(decision: ReturnType<typeof canDisable>): Promise<string | undefined> {
  if (decision === true || decision.reason === "confirm_first") return undefined;
  // The arguments belong to the code, which is only known at run time.
  const errors = (await getTranslations("errors")) as unknown as (
    code: ErrorCode,
    params?: ErrorParams,
  ) => string;
  return errors(decision.reason, decision.params);
}

async function Actions({ actor, user }: { actor: UserActor; user: Loaded["user"] }) {
  const { id: userId, name } = user;
  const t = await getTranslations("control.users");
  const reason = await reasonWords(canDisable(actor, user));
  const mayMail = await reasonWords(canSendLink(actor, user));
  return (
    <>
      {user.state === "locked" ? <UnlockButton login={user.login} /> : null}
      {user.isDisabled ? null : (
        <SendLink
          userId={userId}
          name={name}
          isFirst={!user.hasPassword}
          email={user.email ?? ""}
          reason={mayMail}
        />
      )}
      {user.state === "disabled" ? (
        <EnableUser userId={userId} name={name} />
      ) : (
        <DisableUser userId={userId} name={name} reason={reason} />
      )}
      <Button href={`/control/users/${userId}/delete`} variant="danger-quiet" size={36} reason={reason}>
        {t("delete")}
      </Button>
    </>
  );
}

async function Role({ actor, user }: { actor: UserActor; user: Loaded["user"] }) {
  const { id: userId, name, isAdministrator } = user;
  const t = await getTranslations("control.users");
  const decision = canSetAdministrator(actor, user, { isAdministrator: !isAdministrator });
  const reason = await reasonWords(decision);
  return (
    <Card aria-labelledby="role">
      <CardHeader id="role" title={t("administrator")} />
      <CardBody>
        <p className="mb-3 text-sm text-fg-muted">{t(isAdministrator ? "isAdministrator" : "isNone")}</p>
        <AdministratorRole userId={userId} name={name} isAdministrator={isAdministrator} reason={reason} />
      </CardBody>
    </Card>
  );
}

async function Sessions({ actor, loaded: { user, sessions } }: { actor: UserActor; loaded: Loaded }) {
  const [t, locale, now] = await Promise.all([getTranslations("control.users"), getLocale(), databaseNow()]);
  const formats = createFormats(locale, actor.timeZone, now);
  return (
    <SessionsCard
      userId={user.id}
      name={user.name}
      sessions={sessions.map((session) => ({
        id: session.id,
        device:
          [session.device.browser, session.device.system].filter(Boolean).join(", ") || t("unknownDevice"),
        address: session.address,
        since: formats.dateTime(session.since),
        lastSeen: formats.dateTime(session.seen),
        isThis: session.isThis,
      }))}
    />
  );
}
