"use client";

import { Button } from "@/components/ui/button";
import { Logo } from "@/components/ui/logo";

/** Both languages, written here: when the frame of all pages failed, the message files are not there either. */
const texts = [
  {
    lang: "en",
    title: "Foyer did not load",
    body: "The fault is on our side. Try again; if it happens again, give your administrator the reference.",
    again: "Try again",
  },
  {
    lang: "fr",
    title: "Foyer ne s’est pas chargé",
    body: "La panne est de notre côté. Réessayez\u202f; si elle se reproduit, donnez la référence à votre administrateur.",
    again: "Réessayer",
  },
];

/** Shown in place of the whole document when even its frame fails. */
export function LastResort({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en">
      <body>
        <title>Foyer</title>
        <main className="grid min-h-dvh content-center justify-items-center gap-6 p-4 text-center">
          <Logo />
          {texts.map(({ lang, title, body, again }) => (
            <section key={lang} lang={lang} className="grid max-w-[44ch] justify-items-center gap-2">
              <h1 className="text-title">{title}</h1>
              <p className="text-sm text-fg-muted">{body}</p>
              <Button onClick={() => window.location.reload()}>{again}</Button>
            </section>
          ))}
          {error.digest ? <p className="text-xs text-fg-subtle num">{error.digest}</p> : null}
        </main>
      </body>
    </html>
  );
}
