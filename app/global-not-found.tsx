import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Document } from "./document";
import { Nowhere } from "./nowhere";

export { viewport } from "./layout";

/** No layout stands above it that would put the product behind the title. */
export async function generateMetadata(): Promise<Metadata> {
  const [t, common] = await Promise.all([getTranslations("area"), getTranslations("common")]);
  return { title: `${t("notFoundTitle")} – ${common("product")}`, robots: { index: false } };
}

/** The answer to an address that leads nowhere. Parts of the site have a not-found page of their own. */
export default function GlobalNotFound() {
  return (
    <Document>
      <Nowhere />
    </Document>
  );
}
