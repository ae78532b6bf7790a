"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useErrorText } from "@/components/forms/error-text.client";
import { ConfirmDialog } from "@/components/ui/alert-dialog.client";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toast.client";
import {
  disableUserNow,
  enableUserNow,
  endUserSessionsNow,
  sendPasswordLinkNow,
  setAdministratorNow,
} from "@/lib/accounts/users/actions";
import type { Result } from "@/lib/errors";
import { useStepUp } from "../step-up.client";

/** Does something to a person and says so, or says why not; the page then shows the person as they are now. */
function useAct() {
  const { guarded, dialog } = useStepUp();
  const toast = useToast();
  const textOf = useErrorText();
  const router = useRouter();
  const [pending, setPending] = useState(false);
  async function act(work: () => Promise<Result<unknown>>, done: string) {
    setPending(true);
    const result = await guarded(work);
    setPending(false);
    if (!result) return;
    toast(result.ok ? { title: done } : { title: textOf(result.error), tone: "danger" });
    router.refresh();
  }
  return { act, dialog, pending };
}

type Person = { userId: string; name: string };
/** Why the server would refuse; without one it would not. */
type Reason = { reason?: string };

/** A mail with a link to set a password: the first one, or another one instead of the old password. */
export function SendLink({
  userId,
  name,
  isFirst,
  email,
  reason,
}: Person & Reason & { isFirst: boolean; email: string }) {
  const t = useTranslations("control.users");
  const common = useTranslations("common");
  const { act, dialog, pending } = useAct();
  const send = () => act(() => sendPasswordLinkNow({ userId }), t("linkSent", { email }));
  const label = t(isFirst ? "sendAgain" : "resetPassword");
  if (reason || isFirst) {
    return (
      <Button size={36} reason={reason} pending={pending} onClick={send}>
        {label}
      </Button>
    );
  }
  return (
    <>
      <ConfirmDialog
        title={t("resetTitle", { name })}
        description={t("resetBody", { email })}
        confirmLabel={label}
        cancelLabel={common("cancel")}
        trigger={{ label, size: 36 }}
        onConfirm={() => void send()}
      />
      {dialog}
    </>
  );
}

export function EnableUser({ userId, name }: Person) {
  const t = useTranslations("control.users");
  const { act, pending } = useAct();
  return (
    <Button
      size={36}
      pending={pending}
      onClick={() => act(() => enableUserNow({ userId }), t("enabled", { name }))}
    >
      {t("enable")}
    </Button>
  );
}

export function DisableUser({ userId, name, reason }: Person & Reason) {
  const t = useTranslations("control.users");
  const common = useTranslations("common");
  const { act } = useAct();
  if (reason) {
    return (
      <Button size={36} reason={reason}>
        {t("disable")}
      </Button>
    );
  }
  return (
    <ConfirmDialog
      title={t("disableTitle", { name })}
      description={t("disableBody")}
      confirmLabel={t("disable")}
      cancelLabel={common("cancel")}
      trigger={{ label: t("disable"), variant: "danger-quiet", size: 36 }}
      onConfirm={() => act(() => disableUserNow({ userId }), t("disabled", { name }))}
    />
  );
}

/** The duty of an administrator, given or taken. */
export function AdministratorRole({
  userId,
  name,
  isAdministrator,
  reason,
}: Person & Reason & { isAdministrator: boolean }) {
  const t = useTranslations("control.users");
  const common = useTranslations("common");
  const { act, dialog } = useAct();
  const label = t(isAdministrator ? "takeRole" : "giveRole");
  if (reason) return <Button reason={reason}>{label}</Button>;
  const set = () =>
    act(
      () => setAdministratorNow({ userId, isAdministrator: !isAdministrator }),
      t(isAdministrator ? "roleTaken" : "roleGiven", { name }),
    );
  return (
    <>
      <ConfirmDialog
        title={t(isAdministrator ? "takeTitle" : "giveTitle", { name })}
        description={t(isAdministrator ? "takeBody" : "giveBody")}
        confirmLabel={label}
        cancelLabel={common("cancel")}
        danger={isAdministrator}
        trigger={{ label }}
        onConfirm={() => void set()}
      />
      {dialog}
    </>
  );
}

/** Ends every session of the person at once. */
export function EndSessions({ userId, name }: Person) {
  const t = useTranslations("control.users");
  const { act, pending } = useAct();
  return (
    <Button
      pending={pending}
      onClick={() => act(() => endUserSessionsNow({ userId }), t("sessionsEnded", { name }))}
    >
      {t("endAll")}
    </Button>
  );
}
