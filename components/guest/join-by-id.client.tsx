"use client";

import { ArrowRight, Check } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { ErrorText, fieldIds } from "@/components/ui/field-layout";
import { Input } from "@/components/ui/input";

type Found = { id: string; name: string; when: string };

/** Which conference an ID means, once typing pauses; nothing while that is unknown. */
function useLookup(typed: string): Found | null {
  const [found, setFound] = useState<{ typed: string; conference: Found | null } | null>(null);
  useEffect(() => {
    if (typed.trim().length < 3) return;
    const stop = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const query = new URLSearchParams({ id: typed });
        const response = await fetch(`/api/lookup?${query}`, { signal: stop.signal });
        const answer: { found: Found | null } = await response.json();
        setFound({ typed, conference: answer.found });
      } catch {
        // Only a comfort: Join asks again.
      }
    }, 350);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [typed]);
  return found?.typed === typed ? found.conference : null;
}

/** A plain form of the page itself; the answer to a wrong ID keeps what was typed. */
export function JoinById({ typed, error }: { typed: string; error?: string }) {
  const t = useTranslations("guest");
  const [id, setId] = useState(typed);
  const found = useLookup(id);
  const ids = fieldIds("conference-id");
  const shown = id === typed ? error : undefined;
  return (
    <form method="get" action="/" className="mt-9 phone:mt-7">
      <label htmlFor="conference-id" className="mb-1.5 block text-sm font-semibold">
        {t("id")}
      </label>
      <div className="flex gap-2 phone:flex-col">
        <Input
          id="conference-id"
          name="id"
          size={48}
          defaultValue={typed}
          onInput={(event) => setId(event.currentTarget.value)}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={200}
          invalid={Boolean(shown)}
          aria-describedby={shown ? ids.error : ids.help}
          className="id-num max-w-91 phone:max-w-none"
        />
        <Button
          type="submit"
          variant="primary"
          size={48}
          iconEnd={<ArrowRight aria-hidden className="rtl:rotate-180" />}
        >
          {t("join")}
        </Button>
      </div>
      <div className="mt-1.5 min-h-5 text-sm text-fg-muted" aria-live="polite">
        {found ? (
          <p className="flex gap-2">
            <Check aria-hidden className="mt-0.5 shrink-0" />
            <span>
              {t.rich("found", {
                name: found.name,
                when: found.when,
                b: (chunks) => <strong className="font-semibold text-fg wrap-anywhere">{chunks}</strong>,
              })}
            </span>
          </p>
        ) : shown ? (
          <ErrorText id={ids.error}>{shown}</ErrorText>
        ) : (
          <p id={ids.help}>{t("idHelp")}</p>
        )}
      </div>
    </form>
  );
}
