"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { Note } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";

type Trouble = "denied" | "missing" | "failed";

const troubleOf = (error: unknown): Trouble =>
  !(error instanceof DOMException)
    ? "failed"
    : error.name === "NotAllowedError"
      ? "denied"
      : error.name === "NotFoundError"
        ? "missing"
        : "failed";

/** The webcam as a mirror; one press keeps what it shows. The browser asks for permission first (G06). */
export function AvatarCamera({
  onPhoto,
  onCancel,
}: {
  onPhoto: (picture: ImageBitmap) => void;
  onCancel: () => void;
}) {
  const t = useTranslations("profile.picture");
  const video = useRef<HTMLVideoElement>(null);
  const [isOn, setOn] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  useEffect(() => {
    let stream: MediaStream | undefined;
    let isGone = false;
    const stop = () => {
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
    void (async () => {
      try {
        stream = await navigator.mediaDevices.getUserMedia({ video: { width: 1280, height: 720 } });
        if (isGone || !video.current) return stop();
        video.current.srcObject = stream;
        await video.current.play();
        setOn(true);
      } catch (error) {
        if (!isGone) setTrouble(troubleOf(error));
      }
    })();
    return () => {
      isGone = true;
      stop();
    };
  }, []);
  return (
    <div>
      {trouble ? (
        <Note tone="warning" alert className="mb-3">
          {t(trouble)}
        </Note>
      ) : (
        <video
          ref={video}
          muted
          playsInline
          aria-label={t("mirror")}
          className="mb-3 aspect-square w-full max-w-64 -scale-x-100 rounded-lg bg-stage object-cover"
        />
      )}
      <p role="status" className="mb-3 text-sm text-fg-muted">
        {trouble ? null : isOn ? t("smile") : t("asking")}
      </p>
      <div className="flex gap-2">
        {trouble ? null : (
          <Button
            variant="primary"
            pending={!isOn}
            pendingLabel={t("take")}
            onClick={() => video.current && void createImageBitmap(video.current).then(onPhoto)}
          >
            {t("take")}
          </Button>
        )}
        <Button onClick={onCancel}>{t("cancel")}</Button>
      </div>
    </div>
  );
}
