import "server-only";
import sharp from "sharp";

// One picture at a time and nothing remembered: a crowd of uploads must not take the server's memory.
sharp.cache(false);
sharp.concurrency(1);

/** So many pixels are looked at; what claims more is no photograph. */
const MAX_PIXELS = 50_000_000;

let last: Promise<unknown> = Promise.resolve();

/**
 * Draws a picture anew as a small square: what was hidden in the file (places, programs, other pages) does not come
 * along. Null when it cannot be read.
 */
export function squarePicture(bytes: Uint8Array, side: number): Promise<Buffer | null> {
  const drawn = last.then(() =>
    sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: "error", pages: 1 })
      .rotate()
      .resize(side, side, { fit: "cover" })
      .flatten({ background: "#ffffff" })
      .webp({ quality: 84 })
      .timeout({ seconds: 10 })
      .toBuffer()
      .catch(() => null),
  );
  last = drawn;
  return drawn;
}
