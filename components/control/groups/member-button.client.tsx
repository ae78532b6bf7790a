"use client";

import { UserMinus, UserPlus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type MouseEvent, useTransition } from "react";
import { useErrorText } from "@/components/forms/error-text.client";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toast.client";
import { addMemberNow, removeMemberNow } from "@/lib/accounts/groups/actions";
import type { Result } from "@/lib/errors";

const lost = (): Result<never> => ({ ok: false, error: { code: "unavailable" } });

export type Membership = { groupId: string; group: string; userId: string; person: string };

/** Takes a person out of a group or puts them in, at once and with Undo. The focus goes on to the next row. */
export function MemberButton({ isMember, ...one }: Membership & { isMember: boolean }) {
  const t = useTranslations("control.groups");
  const router = useRouter();
  const toast = useToast();
  const textOf = useErrorText();
  const [pending, start] = useTransition();
  const { groupId, userId } = one;
  const names = { person: one.person, group: one.group };

  async function change(toMember: boolean, undo: boolean) {
    const result = await (toMember ? addMemberNow : removeMemberNow)({ groupId, userId }).catch(lost);
    if (!result.ok) return toast({ title: textOf(result.error), tone: "danger" });
    toast({
      id: `${groupId}-${userId}-${toMember}`,
      title: t(toMember ? "memberAdded" : "memberRemoved", names),
      undo: undo ? { label: t("undo"), onUndo: () => void change(!toMember, false) } : undefined,
    });
    router.refresh();
  }

  function press(event: MouseEvent<HTMLElement>) {
    if (pending) return;
    const row = event.currentTarget.closest("tr,li");
    const beside = row?.nextElementSibling ?? row?.previousElementSibling;
    const next = beside?.querySelector<HTMLElement>("button");
    start(async () => {
      await change(!isMember, true);
      (next ?? document.getElementById("main"))?.focus();
    });
  }

  const Sign = isMember ? UserMinus : UserPlus;
  return (
    <Button icon={<Sign aria-hidden />} pending={pending} onClick={press} className="relative z-1">
      {t(isMember ? "remove" : "add")}
      <span className="sr-only"> {t(isMember ? "removeWho" : "addWho", names)}</span>
    </Button>
  );
}
