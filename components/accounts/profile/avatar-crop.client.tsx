"use client";

import { useTranslations } from "next-intl";
import { type PointerEvent, useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";

/** Pixels of the square that is sent. */
const SIDE = 512;

type Cut = { zoom: number; x: number; y: number };

/** What of the picture lies in the square: its corner and its side, in the picture's own pixels. */
function frameOf({ width, height }: ImageBitmap, { zoom, x, y }: Cut) {
  const side = Math.min(width, height) / (zoom / 100);
  return { side, left: ((width - side) * x) / 100, top: ((height - side) * y) / 100 };
}

/** Chooses the square: by dragging, or with three sliders and the keyboard. */
export function AvatarCrop({
  picture,
  onSave,
  onCancel,
}: {
  picture: ImageBitmap;
  onSave: (image: Blob) => Promise<void>;
  onCancel: () => void;
}) {
  const t = useTranslations("profile.picture");
  const canvas = useRef<HTMLCanvasElement>(null);
  const [cut, setCut] = useState<Cut>({ zoom: 100, x: 50, y: 50 });
  const [isSaving, setSaving] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  useEffect(() => {
    const { side, left, top } = frameOf(picture, cut);
    canvas.current?.getContext("2d")?.drawImage(picture, left, top, side, side, 0, 0, SIDE, SIDE);
  }, [picture, cut]);

  const drag = (event: PointerEvent<HTMLCanvasElement>) => {
    if (event.buttons !== 1) return;
    const { side } = frameOf(picture, cut);
    const perPixel = side / event.currentTarget.clientWidth;
    const moved = (now: number, by: number, room: number) =>
      room <= 0 ? now : Math.min(100, Math.max(0, now - (by * perPixel * 100) / room));
    setCut({
      ...cut,
      x: moved(cut.x, event.movementX, picture.width - side),
      y: moved(cut.y, event.movementY, picture.height - side),
    });
  };

  const send = () => {
    setSaving(true);
    canvas.current?.toBlob(
      async (image) => {
        if (image) await onSave(image);
        setSaving(false);
      },
      "image/jpeg",
      0.92,
    );
  };

  const slider = (name: keyof Cut, max: number, min: number) => (
    <label className="flex flex-col gap-1 text-sm">
      {t(name)}
      <input
        ref={name === "zoom" ? first : undefined}
        type="range"
        min={min}
        max={max}
        value={cut[name]}
        onChange={(event) => setCut({ ...cut, [name]: Number(event.target.value) })}
        className="w-full max-w-64 accent-primary touch:h-11"
      />
    </label>
  );

  return (
    <div>
      <canvas
        ref={canvas}
        width={SIDE}
        height={SIDE}
        role="img"
        aria-label={t("preview")}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={drag}
        className="mb-3 aspect-square w-full max-w-64 cursor-move touch-none rounded-full bg-sunken"
      />
      <div className="mb-4 flex flex-col gap-2">
        {slider("zoom", 400, 100)}
        {slider("x", 100, 0)}
        {slider("y", 100, 0)}
      </div>
      <div className="flex gap-2">
        <Button variant="primary" pending={isSaving} pendingLabel={t("saving")} onClick={send}>
          {t("save")}
        </Button>
        <Button onClick={onCancel}>{t("cancel")}</Button>
      </div>
    </div>
  );
}
