import { getLocale, getTranslations } from "next-intl/server";
import { LanguageSwitch } from "../shell/language-switch.client";
import { SkipLink } from "../shell/skip-link";
import { Logo } from "../ui/logo";

/** The head of the lobby and of the goodbye: nothing that leads away from the door. */
export async function LobbyHead() {
  const [t, current] = await Promise.all([getTranslations("common"), getLocale()]);
  const locales = [
    { code: "en", label: t("english") },
    { code: "fr", label: t("french") },
  ];
  return (
    <>
      <SkipLink />
      <header className="flex h-14 items-center justify-between px-6 phone:px-4">
        <Logo />
        <LanguageSwitch locales={locales} current={current} />
      </header>
    </>
  );
}
