import sharp from "sharp";

type Options = { width?: number; height?: number; kind?: "jpeg" | "png" | "webp" };

/** A picture of one colour, as a camera or a program makes it. */
export function aPicture({ width = 320, height = 200, kind = "png" }: Options = {}): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: "#00657f" } })
    .toFormat(kind)
    .toBuffer();
}
