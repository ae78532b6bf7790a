/** Of a picture that is sent; a photograph of a telephone has half of it. */
export const AVATAR_BYTES = 8_000_000;
/** What is kept, in pixels; twice what is shown. */
export const AVATAR_SIDE = 256;

export type PictureKind = "jpeg" | "png" | "webp";

const begins = (bytes: Uint8Array, signs: readonly number[], at = 0) =>
  signs.every((sign, i) => bytes[at + i] === sign);

/** By its first bytes, never by a name or what the browser says; null for everything else. */
export function kindOfPicture(bytes: Uint8Array): PictureKind | null {
  if (begins(bytes, [0xff, 0xd8, 0xff])) return "jpeg";
  if (begins(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return "png";
  const isRiff = begins(bytes, [0x52, 0x49, 0x46, 0x46]) && begins(bytes, [0x57, 0x45, 0x42, 0x50], 8);
  return isRiff ? "webp" : null;
}

/** Where the picture of a person is; its version makes another picture another address. */
export const avatarSrc = (userId: string, version: number | null): string | null =>
  version === null ? null : `/api/files/avatar/${userId}?v=${version}`;
