"use client";

import { DoorOpen, MonitorSmartphone } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import type { WireError } from "@/lib/errors";
import type { Lobby } from "@/lib/live/lobby/queries";
import { useErrorText } from "../forms/error-text.client";
import { Note } from "../ui/banner";
import { Button } from "../ui/button";
import { FieldLayout } from "../ui/field-layout";
import { Input } from "../ui/input";

export type EntryWish = { name?: string; pin?: string; muted: boolean };

/** Refusals that end by themselves: the page looks again and opens the button. */
const passing = ["not_started", "nobody_opened", "room_full", "seats_promised", "too_many_live"];

/** The name, the PIN where it is asked, and the door. */
export function LobbyEntry({
  lobby,
  error,
  isMuted,
  isEntering,
  isReady,
  onName,
  onEnter,
}: {
  lobby: Lobby;
  /** Why the last try was refused. */
  error: WireError | null;
  isMuted: boolean;
  isEntering: boolean;
  isReady: boolean;
  onName: (name: string) => void;
  onEnter: (wish: EntryWish) => void;
}) {
  const t = useTranslations("lobby");
  const id = useId();
  const textOf = useErrorText();
  const [name, setName] = useState(lobby.myName);
  const [pin, setPin] = useState("");
  const fieldError = (field: string): ReactNode => {
    const found = error?.fields?.[field];
    return found ? textOf(found) : undefined;
  };
  const shown = lobby.refusal ?? (error && !error.fields ? error : null);
  // On a phone the buttons stand over the end of the page: what they were answered would lie below them.
  const answer = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (error) answer.current?.scrollIntoView({ block: "center" });
  }, [error]);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const submitter = (event.nativeEvent as SubmitEvent).submitter as HTMLButtonElement | null;
    if (isEntering || lobby.refusal) return;
    onEnter({
      name: lobby.mayRename ? name : undefined,
      pin: lobby.needsPin ? pin : undefined,
      muted: submitter?.value === "muted",
    });
  }

  return (
    <form onSubmit={submit} noValidate className="mt-4 flex flex-col gap-4">
      {lobby.mayRename ? (
        <FieldLayout id={`${id}-name`} label={t("name")} error={fieldError("name")}>
          <Input
            id={`${id}-name`}
            name="name"
            autoComplete="name"
            value={name}
            invalid={Boolean(fieldError("name"))}
            onChange={(event) => {
              setName(event.target.value);
              onName(event.target.value);
            }}
          />
        </FieldLayout>
      ) : (
        <p className="text-sm text-fg-muted">
          {t.rich("enterAs", {
            name: lobby.myName,
            b: (text) => <strong className="font-semibold text-fg">{text}</strong>,
          })}
        </p>
      )}
      {lobby.needsPin ? (
        <FieldLayout id={`${id}-pin`} label={t("pin")} error={fieldError("pin")}>
          <Input
            id={`${id}-pin`}
            name="pin"
            inputMode="numeric"
            autoComplete="off"
            className="id-num"
            value={pin}
            invalid={Boolean(fieldError("pin"))}
            onChange={(event) => setPin(event.target.value)}
          />
        </FieldLayout>
      ) : null}
      {lobby.isElsewhere ? (
        <Note tone="plain" icon={<MonitorSmartphone aria-hidden />}>
          {t("elsewhere")}
        </Note>
      ) : null}
      <div ref={answer} className="empty:hidden">
        {shown ? (
          <Note tone={passing.includes(shown.code) ? "plain" : "warning"} alert={shown === error}>
            <p>{textOf(shown)}</p>
            {lobby.refusal && passing.includes(shown.code) ? (
              <p className="mt-1 text-fg-muted">{t("opensByItself")}</p>
            ) : null}
          </Note>
        ) : null}
      </div>
      {/* Before the page is alive, a press would send the form to the server, with the PIN in the address. */}
      <fieldset
        disabled={!isReady}
        className="flex min-w-0 flex-col gap-2 phone:sticky phone:bottom-3 phone:z-10 phone:rounded-md phone:bg-canvas phone:shadow-[0_0_0_8px_var(--canvas)]"
      >
        <Button
          type="submit"
          variant="primary"
          size={44}
          block
          icon={<DoorOpen aria-hidden />}
          pending={isEntering}
          pendingLabel={t("entering")}
          reason={lobby.refusal ? textOf(lobby.refusal) : undefined}
        >
          {t(lobby.opens ? "start" : "enter")}
        </Button>
        {isMuted || lobby.refusal ? null : (
          <Button type="submit" name="how" value="muted" block>
            {t("enterMuted")}
          </Button>
        )}
      </fieldset>
    </form>
  );
}
