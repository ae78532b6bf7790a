"use client";

import { Ban, Ellipsis, ExternalLink, Pencil, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "@/components/ui/alert-dialog.client";
import { Menu, type MenuItem } from "@/components/ui/menu.client";
import { useToast } from "@/components/ui/toast.client";
import { cancelConferenceNow, deleteConferenceNow } from "@/lib/conferences/actions";

type Props = {
  id: string;
  name: string;
  pageHref: string;
  /** Only for those who may edit. */
  editHref?: string;
  mayCancel: boolean;
  mayRemove: boolean;
  /** How many people are told of a cancellation. */
  awaited: number;
  closeHref: string;
};

/** What else one can do with a conference. What cannot be brought back asks once and says whom it concerns. */
export function MoreMenu(props: Props) {
  const { id, name, pageHref, editHref, mayCancel, mayRemove, awaited, closeHref } = props;
  const t = useTranslations("panel");
  const errors = useTranslations("errors");
  const toast = useToast();
  const router = useRouter();
  const [asked, setAsked] = useState<"cancel" | "remove" | null>(null);

  async function cancel() {
    const result = await cancelConferenceNow({ id });
    if (result.ok) toast({ title: t("cancelled", { name }) });
    else toast({ tone: "danger", title: errors(result.error.code, result.error.params) });
    router.refresh();
  }

  async function remove() {
    const result = await deleteConferenceNow({ id });
    if (result.ok) {
      toast({ title: t("removed", { name }) });
      router.push(closeHref, { scroll: false });
    } else toast({ tone: "danger", title: errors(result.error.code, result.error.params) });
    router.refresh();
  }

  const items: MenuItem[] = [{ label: t("page"), href: pageHref, icon: <ExternalLink aria-hidden /> }];
  if (editHref) items.push({ label: t("edit"), href: editHref, icon: <Pencil aria-hidden /> });
  if (mayCancel || mayRemove) items.push({ separator: true });
  if (mayCancel) {
    items.push({
      label: t("cancel"),
      icon: <Ban aria-hidden />,
      danger: true,
      onSelect: () => setAsked("cancel"),
    });
  }
  if (mayRemove) {
    items.push({
      label: t("remove"),
      icon: <Trash2 aria-hidden />,
      danger: true,
      onSelect: () => setAsked("remove"),
    });
  }
  return (
    <>
      <Menu
        trigger={{ label: t("more"), icon: <Ellipsis aria-hidden />, iconOnly: true, size: 40 }}
        items={items}
      />
      <ConfirmDialog
        open={asked === "cancel"}
        onOpenChange={(open) => setAsked(open ? "cancel" : null)}
        title={t("cancelTitle", { name })}
        description={t("cancelBody", { count: awaited })}
        confirmLabel={t("cancelConfirm", { count: awaited })}
        pendingLabel={t("cancelling")}
        cancelLabel={t("cancelKeep")}
        onConfirm={cancel}
      />
      <ConfirmDialog
        open={asked === "remove"}
        onOpenChange={(open) => setAsked(open ? "remove" : null)}
        title={t("removeTitle", { name })}
        description={t("removeBody")}
        confirmLabel={t("removeConfirm")}
        pendingLabel={t("removing")}
        cancelLabel={t("removeKeep")}
        onConfirm={remove}
      />
    </>
  );
}
