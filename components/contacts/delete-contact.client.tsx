"use client";

import { Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type MouseEvent, useTransition } from "react";
import { useErrorText } from "@/components/forms/error-text.client";
import { IconButton } from "@/components/ui/icon-button.client";
import { useToast } from "@/components/ui/toast.client";
import { deleteContactNow, restoreContactNow } from "@/lib/contacts/actions";
import type { Result } from "@/lib/errors";

/** The server did not answer. */
const lost = (): Result<never> => ({ ok: false, error: { code: "unavailable" } });

/** Deletes at once and offers Undo, by the toast or Ctrl+Z. The focus goes on to the next contact. */
export function DeleteContact({ id, name }: { id: string; name: string }) {
  const t = useTranslations("contacts");
  const router = useRouter();
  const toast = useToast();
  const textOf = useErrorText();
  const [pending, start] = useTransition();

  async function restore() {
    const result = await restoreContactNow({ contactId: id }).catch(lost);
    if (result.ok) toast({ id: `restored-${id}`, title: t("restored", { name }) });
    else toast({ title: textOf(result.error), tone: "danger" });
    router.refresh();
  }

  function press(event: MouseEvent<HTMLElement>) {
    if (pending) return;
    const row = event.currentTarget.closest("tr");
    const beside = row?.nextElementSibling ?? row?.previousElementSibling;
    const next = beside?.querySelector<HTMLElement>('a[href^="/people/contacts/"]');
    start(async () => {
      const result = await deleteContactNow({ contactId: id }).catch(lost);
      if (!result.ok) {
        toast({ title: textOf(result.error), tone: "danger" });
        return;
      }
      (next ?? document.getElementById("main"))?.focus();
      toast({
        id: `deleted-${id}`,
        title: t("deleted", { name }),
        undo: { label: t("undo"), onUndo: restore },
      });
      router.refresh();
    });
  }

  return <IconButton name={t("delete", { name })} icon={<Trash2 aria-hidden />} onClick={press} />;
}
