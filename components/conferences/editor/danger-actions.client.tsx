"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useErrorText } from "@/components/forms/error-text.client";
import { ConfirmDialog } from "@/components/ui/alert-dialog.client";
import { useToast } from "@/components/ui/toast.client";
import { cancelConferenceNow, deleteConferenceNow } from "@/lib/conferences/actions";

type Props = {
  id: string;
  name: string;
  kind: "scheduled" | "room";
  act: "cancel" | "delete";
  /** How many people a cancellation is mailed to. */
  mailed: number;
};

/** Cancels or deletes after one question that names what follows. */
export function DangerAction({ id, name, kind, act, mailed }: Props) {
  const t = useTranslations("editor.danger");
  const router = useRouter();
  const toast = useToast();
  const textOf = useErrorText();
  const list = kind === "room" ? "/rooms" : "/meetings";
  const remove = kind === "room" ? t("deleteRoom") : t("delete");

  async function confirm() {
    const result = act === "cancel" ? await cancelConferenceNow({ id }) : await deleteConferenceNow({ id });
    if (!result.ok) {
      toast({ title: textOf(result.error), tone: "danger" });
      return;
    }
    toast({ title: act === "cancel" ? t("cancelled", { name }) : t("deleted", { name }) });
    router.push(act === "cancel" ? `${list}?c=${id}` : list);
    router.refresh();
  }

  return (
    <ConfirmDialog
      title={act === "cancel" ? t("cancelTitle", { name }) : t("deleteTitle", { name })}
      description={act === "cancel" ? t("cancelBody", { count: mailed }) : t("deleteBody")}
      confirmLabel={act === "cancel" ? t("cancelConfirm", { count: mailed }) : remove}
      cancelLabel={t("keep")}
      trigger={{ label: act === "cancel" ? t("cancel") : remove, variant: "danger-quiet", size: 36 }}
      onConfirm={confirm}
    />
  );
}
