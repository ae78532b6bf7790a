"use client";

import { useEffect, useRef } from "react";
import { cn } from "../ui/cn";

/** A picture without sound; it fills its box and is cropped, never framed by bars. */
export function VideoView({ stream, mirrored }: { stream: MediaStream; mirrored?: boolean }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    element.srcObject = stream;
    // Where the browser wants a click first, the muted picture starts with the sound.
    void element.play().catch(() => {});
    return () => {
      element.srcObject = null;
    };
  }, [stream]);
  return (
    <video
      ref={video}
      muted
      autoPlay
      playsInline
      aria-hidden
      className={cn("absolute inset-0 size-full object-cover", mirrored && "-scale-x-100")}
    />
  );
}

/** The sound of one person, whether or not the picture is shown. */
export function PeerSound({
  stream,
  speaker,
  onBlocked,
}: {
  stream: MediaStream;
  speaker: string;
  onBlocked: (retry: () => Promise<void>) => void;
}) {
  const audio = useRef<HTMLAudioElement>(null);
  useEffect(() => {
    const element = audio.current;
    if (!element) return;
    element.srcObject = stream;
    element.play().catch((error: unknown) => {
      if (error instanceof DOMException && error.name === "NotAllowedError") onBlocked(() => element.play());
    });
    return () => {
      element.srcObject = null;
    };
  }, [stream, onBlocked]);
  useEffect(() => {
    const element = audio.current;
    if (element && speaker && "setSinkId" in element) void element.setSinkId(speaker).catch(() => {});
  }, [speaker]);
  // biome-ignore lint/a11y/useMediaCaption: a live voice has no captions yet
  return <audio ref={audio} autoPlay />;
}
