import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { AvatarEditor } from "@/components/accounts/profile/avatar-editor.client";
import { PersonalData } from "@/components/accounts/profile/personal-data";
import { ProfileHeader } from "@/components/accounts/profile/profile-header";
import { NameForm } from "@/components/accounts/profile/security-forms.client";
import { RightsCard } from "@/components/conferences/home/rights-card";
import { LicenceLine } from "@/components/licences/licence-line";
import { Messages } from "@/components/shell/messages";
import { Avatar } from "@/components/ui/avatar";
import { avatarSrc } from "@/lib/accounts/avatars/rules";
import { getSelfService } from "@/lib/accounts/passwords/queries";
import { listAdministrators } from "@/lib/accounts/queries";
import { namesShown } from "@/lib/accounts/rules";
import { requirePageActor } from "@/lib/auth/page";
import { getLicenceView } from "@/lib/licences/queries";
import { withActor } from "@/lib/server/scope";
import { findGranter } from "@/lib/settings/queries";
import { pageViewer } from "../page-viewer";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("profile");
  return { title: t("title") };
}

/** What the server holds about this person, and what they may do (A03, G01, G02, G07). */
export default async function ProfilePage() {
  const actor = await requirePageActor();
  const [now, administrators, granter, licence, own] = await withActor(actor, (scope) =>
    Promise.all([
      scope.now,
      listAdministrators(scope, namesShown),
      findGranter(scope),
      getLicenceView(scope),
      getSelfService(scope),
    ]),
  );
  const [locale, viewer] = await Promise.all([getLocale(), pageViewer(actor, now)]);
  return (
    <>
      <ProfileHeader
        current="/profile"
        meta={
          licence.isShown ? (
            <LicenceLine licence={actor.licence} view={licence} granter={granter} viewer={viewer} />
          ) : undefined
        }
      />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-5 xl:grid-cols-[minmax(0,1fr)_316px]">
        <PersonalData
          actor={actor}
          administrators={administrators}
          locale={locale}
          picture={
            own.allowed.picture ? (
              <Messages of={["profile"]}>
                <AvatarEditor hasPicture={actor.avatarVersion !== null}>
                  <Avatar
                    id={actor.userId}
                    name={actor.name}
                    src={avatarSrc(actor.userId, actor.avatarVersion)}
                    size={96}
                  />
                </AvatarEditor>
              </Messages>
            ) : undefined
          }
        >
          {own.allowed.name ? (
            <Messages of={["profile"]}>
              <NameForm name={actor.name} />
            </Messages>
          ) : null}
        </PersonalData>
        <RightsCard actor={actor} granter={granter} />
      </div>
    </>
  );
}
