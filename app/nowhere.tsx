import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { NotFoundState } from "@/components/auth/not-found-state";
import { PublicFrame } from "@/components/auth/public-frame";
import { SignInWall } from "@/components/auth/sign-in-wall";
import { Card } from "@/components/ui/card";
import { findActor } from "@/lib/server/actor";
import { getServerSettings } from "@/lib/settings/queries";

/** The title of every page that does not exist. */
export async function nowhereMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("area"))("notFoundTitle") };
}

/** A page that does not exist: outside the personal area, and for everybody who is signed out. */
export async function Nowhere() {
  const [actor, { organisation }] = await Promise.all([findActor(), getServerSettings()]);
  return (
    <PublicFrame organisation={organisation} width="card">
      {actor ? (
        <Card className="w-full max-w-130 py-4">
          <NotFoundState />
        </Card>
      ) : (
        <SignInWall />
      )}
    </PublicFrame>
  );
}
