"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useErrorText } from "@/components/forms/error-text.client";
import { ConfirmDialog } from "@/components/ui/alert-dialog.client";
import { useToast } from "@/components/ui/toast.client";
import { deleteGroupNow } from "@/lib/accounts/groups/actions";
import type { Result } from "@/lib/errors";

/** Asks first: who was in the group cannot be brought back. */
export function DeleteGroup({ id, name, people }: { id: string; name: string; people: number }) {
  const t = useTranslations("control.groups");
  const common = useTranslations("common");
  const router = useRouter();
  const toast = useToast();
  const textOf = useErrorText();

  async function erase() {
    const lost = (): Result<never> => ({ ok: false, error: { code: "unavailable" } });
    const result = await deleteGroupNow({ groupId: id }).catch(lost);
    if (!result.ok) {
      toast({ title: textOf(result.error), tone: "danger" });
      return;
    }
    toast({ title: t("deleted", { name }) });
    router.push("/control/groups");
    router.refresh();
  }

  return (
    <ConfirmDialog
      title={t("deleteTitle", { name })}
      description={t("deleteBody", { count: people })}
      confirmLabel={t("delete")}
      pendingLabel={t("deleting")}
      cancelLabel={common("cancel")}
      trigger={{ label: t("delete"), variant: "danger-quiet", size: 36 }}
      onConfirm={erase}
    />
  );
}
