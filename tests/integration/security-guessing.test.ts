import { expect, test } from "vitest";
import { newConferenceId, randomToken, uuidv7 } from "@/lib/ids";
import { enterAsGuest, join } from "@/lib/live/commands";
import type { Actor } from "@/lib/server/actor";
import { isLinkToken, linkToken } from "@/lib/server/personal-link";
import { findConferenceByPublicId } from "@/lib/server/scope";
import { aWebinar } from "../support/conferences";
import { clock } from "../support/database";
import { aTab, enters } from "../support/live";
import { as, codeOf } from "../support/run";
import { anonymous, world } from "../support/world";

/** What can be guessed is counted, and what must not be counted through is random. */
const w = await world();

/** So many wrong PINs, fifty at a time; how many of them were compared with the real one. */
async function compared(publicId: string, tries: number, who: (n: number) => Actor): Promise<number> {
  let count = 0;
  for (let from = 0; from < tries; from += 50) {
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        as(who(from + i)).run(enterAsGuest, { publicId, name: "Jean", pin: String(100_000 + from + i) }),
      ),
    );
    count += answers.filter((answer) => codeOf(answer) === "wrong_pin").length;
    const others = new Set(answers.map(codeOf));
    others.delete("wrong_pin");
    others.delete("too_many_requests");
    expect([...others]).toEqual([]);
  }
  return count;
}

test("[M06] of 1,000 guesses at a PIN ten from one network and a hundred from all are compared, and the right one works afterwards (T-16)", async () => {
  try {
    await clock.startOfMinute();
    const one = await aWebinar(w, { input: { pin: "482913" } });
    await enters(w.actors.organiser, one);
    const attacker = anonymous();
    expect(await compared(one.publicId, 1000, () => attacker)).toBe(10);

    const many = await aWebinar(w, { input: { pin: "482913" } });
    await enters(w.actors.organiser, many);
    const networks = Array.from({ length: 200 }, (_, n) => {
      const actor = anonymous();
      return { ...actor, request: { ...actor.request, address: `172.16.${n}.7` } };
    });
    const before = await compared(many.publicId, 1000, (n) => networks[n % 200] as Actor);
    expect(before).toBe(100);
    const guest = () =>
      as(anonymous()).run(enterAsGuest, { publicId: many.publicId, name: "Jean", pin: "482913" });
    expect(codeOf(await guest())).toBe("too_many_requests");
    // The people of the conference need no PIN and are not locked out by those who guess.
    const invited = { publicId: many.publicId, clientId: aTab(), takeOver: true };
    expect(codeOf(await as(w.actors.invited).run(join, invited))).toBe("ok");

    await clock.advance(31 * 60);
    await enters(w.actors.organiser, many);
    expect(codeOf(await guest())).toBe("ok");
  } finally {
    await clock.reset();
  }
}, 60_000);

test("[M02] ten thousand neighbours of a conference's ID lead nowhere (T-15)", async () => {
  const { publicId } = await aWebinar(w);
  const letters = "0123456789abcdefghjkmnpqrstvwxyz";
  const value = [...publicId].reduce((sum, letter) => sum * 32n + BigInt(letters.indexOf(letter)), 0n);
  const spell = (n: bigint) => {
    let [rest, text] = [BigInt.asUintN(60, n), ""];
    for (let i = 0; i < 12; i++, rest /= 32n) text = letters[Number(rest % 32n)] + text;
    return text;
  };
  expect(spell(value)).toBe(publicId);
  const found: string[] = [];
  for (let from = 1n; from <= 5000n; from += 50n) {
    const near = Array.from({ length: 50 }, (_, i) => from + BigInt(i));
    const ids = near.flatMap((distance) => [spell(value + distance), spell(value - distance)]);
    for (const [i, reach] of (await Promise.all(ids.map(findConferenceByPublicId))).entries()) {
      if (reach) found.push(ids[i] ?? "");
    }
  }
  expect(found).toEqual([]);
  expect(await findConferenceByPublicId(publicId)).not.toBeNull();
}, 60_000);

test("[Z19] a hundred thousand tokens are all different, and every bit of them is a coin (T-20)", () => {
  const count = 100_000;
  const tokens = Array.from({ length: count }, () => randomToken());
  expect(new Set(tokens).size).toBe(count);
  const ones = new Array<number>(128).fill(0);
  for (const token of tokens) {
    const bytes = Buffer.from(token, "base64url");
    for (let bit = 0; bit < 128; bit++)
      ones[bit] = (ones[bit] ?? 0) + (((bytes[bit >> 3] ?? 0) >> (bit & 7)) & 1);
  }
  // Seven standard deviations: a fair source fails once in some billions of runs.
  const allowed = 7 * Math.sqrt(count / 4);
  expect(ones.filter((n) => Math.abs(n - count / 2) > allowed)).toEqual([]);

  const links = Array.from({ length: 10_000 }, () => linkToken(uuidv7(), 1));
  expect(new Set(links).size).toBe(links.length);
  expect(links.every(isLinkToken)).toBe(true);
  expect(new Set(Array.from({ length: 10_000 }, newConferenceId)).size).toBe(10_000);
});
