"use client";

import { Camera, Upload } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useRef, useState } from "react";
import { ActionForm } from "@/components/forms/action-form.client";
import { useErrorText } from "@/components/forms/error-text.client";
import { SubmitButton } from "@/components/forms/submit-button.client";
import { Note } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toast.client";
import { removeAvatarForm } from "@/lib/accounts/avatars/actions";
import type { Result, WireError } from "@/lib/errors";
import { AvatarCamera } from "./avatar-camera.client";
import { AvatarCrop } from "./avatar-crop.client";

/** One's own picture: from a file or the webcam, cut to a square here, drawn anew by the server (G03–G06). */
export function AvatarEditor({ hasPicture, children }: { hasPicture: boolean; children: ReactNode }) {
  const t = useTranslations("profile.picture");
  const router = useRouter();
  const toast = useToast();
  const textOf = useErrorText();
  const file = useRef<HTMLInputElement>(null);
  const [isFilming, setFilming] = useState(false);
  const [picture, setPicture] = useState<ImageBitmap | null>(null);
  const [error, setError] = useState<WireError | null>(null);
  const close = () => {
    setFilming(false);
    setPicture(null);
  };
  const choose = async (chosen: Blob | undefined) => {
    setError(null);
    const read = chosen && (await createImageBitmap(chosen).catch(() => null));
    if (read) setPicture(read);
    else if (chosen) setError({ code: "picture_unreadable" });
    if (file.current) file.current.value = "";
  };
  const save = async (image: Blob) => {
    const answer = await fetch("/api/files/avatar", { method: "POST", body: image }).catch(() => null);
    const result = (await answer?.json().catch(() => null)) as Result<unknown> | null;
    if (result?.ok !== true) return setError(result?.error ?? { code: "unavailable" });
    close();
    toast({ id: "picture", title: t("saved"), tone: "success" });
    router.refresh();
  };
  return (
    <div className="min-w-0">
      {error ? (
        <Note tone="danger" alert className="mb-3">
          {textOf(error)}
        </Note>
      ) : null}
      {picture ? (
        <AvatarCrop picture={picture} onSave={save} onCancel={close} />
      ) : isFilming ? (
        <AvatarCamera onPhoto={setPicture} onCancel={close} />
      ) : (
        <div className="flex flex-wrap items-center gap-3">
          {children}
          <input
            ref={file}
            type="file"
            accept="image/jpeg,image/png,image/webp"
            className="hidden"
            onChange={(event) => void choose(event.target.files?.[0])}
          />
          <Button icon={<Upload aria-hidden />} onClick={() => file.current?.click()}>
            {t("choose")}
          </Button>
          <Button icon={<Camera aria-hidden />} onClick={() => [setError(null), setFilming(true)]}>
            {t("photo")}
          </Button>
          {hasPicture ? (
            <ActionForm action={removeAvatarForm}>
              <SubmitButton variant="secondary" size={32} pendingLabel={t("removing")}>
                {t("remove")}
              </SubmitButton>
            </ActionForm>
          ) : null}
        </div>
      )}
    </div>
  );
}
