import { expect, test } from "vitest";
import { avatarSrc, kindOfPicture } from "@/lib/accounts/avatars/rules";

test.each([
  ["jpeg", "\xff\xd8\xff\xe0"],
  ["png", "\x89PNG\r\n\x1a\n"],
  ["webp", "RIFF\x00\x00\x00\x00WEBPVP8 "],
  [null, "GIF89a/*<script>"],
  [null, "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"],
  [null, "<!doctype html><script>1</script>"],
  [null, "%PDF-1.7"],
  [null, "RIFF\x00\x00\x00\x00WAVEfmt "],
  [null, ""],
])("a picture is told by its first bytes: %s (M-14)", (kind, bytes) => {
  expect(kindOfPicture(Buffer.from(bytes, "latin1"))).toBe(kind);
});

test("another picture has another address, and none has none", () => {
  expect(avatarSrc("u", null)).toBeNull();
  expect(avatarSrc("u", 3)).toBe("/api/files/avatar/u?v=3");
});
