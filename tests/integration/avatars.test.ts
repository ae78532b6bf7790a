import { randomBytes } from "node:crypto";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { removeAvatar, saveAvatar } from "@/lib/accounts/avatars/commands";
import { findAvatar } from "@/lib/accounts/avatars/queries";
import { AVATAR_BYTES, AVATAR_SIDE, kindOfPicture } from "@/lib/accounts/avatars/rules";
import { listDirectory } from "@/lib/accounts/queries";
import { withActor } from "@/lib/server/scope";
import { saveSelfService } from "@/lib/settings/commands";
import { getServerSettings } from "@/lib/settings/queries";
import { aPicture } from "../support/pictures";
import { as, codeOf } from "../support/run";
import { aPerson, signedIn, world } from "../support/world";

const w = await world();
const bytes = async (of: Promise<Buffer>) => new Uint8Array(await of);

describe("[G03, G04] one's own picture", () => {
  test.each(["jpeg", "png", "webp"] as const)(
    "%s is drawn anew: square, small, without what was hidden in it",
    async (kind) => {
      const person = await aPerson(w.tenant, { name: "Nora Nouvelle" });
      const actor = await signedIn(person);
      const secret = "<script>PLACE-AND-PROGRAM</script>";
      const picture = await sharp(await aPicture({ width: 900, height: 500, kind }))
        .toFormat(kind)
        .withExif({ IFD0: { Copyright: secret } })
        .toBuffer();
      const image = new Uint8Array(Buffer.concat([picture, Buffer.from(secret)]));
      expect(Buffer.from(image).includes(secret)).toBe(true);
      expect(await as(actor).do(saveAvatar, { image })).toEqual({ version: 1 });
      const kept = await withActor(actor, (scope) => findAvatar(scope, person.userId));
      expect(kept && kindOfPicture(kept)).toBe("webp");
      expect(kept?.includes("PLACE-AND-PROGRAM")).toBe(false);
      expect(await sharp(kept ?? Buffer.alloc(0)).metadata()).toMatchObject({
        width: AVATAR_SIDE,
        height: AVATAR_SIDE,
      });
      // Colleagues find it in the directory, and another picture has another address.
      const inDirectory = async () => {
        const { people } = await withActor(w.actors.member, (scope) =>
          listDirectory(scope, { q: person.email, limit: 5 }),
        );
        return people[0]?.avatarVersion;
      };
      expect(await inDirectory()).toBe(1);
      await as(actor).do(saveAvatar, { image });
      expect(await inDirectory()).toBe(2);
      expect(await signedIn(person)).toMatchObject({ avatarVersion: 2 });
      await as(actor).do(removeAvatar, {});
      expect(await inDirectory()).toBeNull();
      expect(await withActor(actor, (scope) => findAvatar(scope, person.userId))).toBeNull();
    },
  );

  test("what is no picture, is broken, or claims to be enormous is refused (M-14)", async () => {
    const actor = await signedIn(await aPerson(w.tenant));
    const save = async (image: Uint8Array) => codeOf(await as(actor).run(saveAvatar, { image }));
    const good = await bytes(aPicture());
    expect(await save(Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'/>"))).toBe("picture_kind");
    expect(await save(Buffer.from("GIF89a/*<script>*/"))).toBe("picture_kind");
    expect(await save(good.slice(0, good.length / 2))).toBe("picture_unreadable");
    expect(await save(new Uint8Array(Buffer.concat([good.slice(0, 8), randomBytes(500)])))).toBe(
      "picture_unreadable",
    );
    // A good megabyte that would be a hundred million pixels.
    const bomb = await bytes(aPicture({ width: 10_000, height: 10_000 }));
    expect(bomb.length).toBeLessThan(2_000_000);
    expect(await save(bomb)).toBe("picture_unreadable");
    expect(await save(new Uint8Array(AVATAR_BYTES + 1))).toBe("invalid");
    expect(await save(new Uint8Array(0))).toBe("invalid");
    expect(await save(good)).toBe("ok");
  });

  test("[G07] where the server does not let people change it, it is refused and nothing is read", async () => {
    const actor = await signedIn(await aPerson(w.tenant));
    const { selfService, version } = await getServerSettings();
    await as(w.actors.administrator).do(saveSelfService, { version, ...selfService, picture: false });
    try {
      const image = await bytes(aPicture());
      expect(codeOf(await as(actor).run(saveAvatar, { image }))).toBe("self_service_off");
      expect(codeOf(await as(actor).run(removeAvatar, {}))).toBe("self_service_off");
    } finally {
      await as(w.actors.administrator).do(saveSelfService, { version: version + 1, ...selfService });
    }
  });

  test("twenty pictures at once are drawn one after the other", async () => {
    const actors = await Promise.all(
      Array.from({ length: 20 }, async () => signedIn(await aPerson(w.tenant))),
    );
    const image = await bytes(aPicture({ width: 2000, height: 1500, kind: "jpeg" }));
    const results = await Promise.all(actors.map((actor) => as(actor).run(saveAvatar, { image })));
    expect(results.filter((result) => result.ok)).toHaveLength(20);
  });
});
