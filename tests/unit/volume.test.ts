import { expect, test } from "vitest";
import { readOptions } from "../../scripts/volume/options";
import { namedDatabase } from "../../scripts/volume/target";

test("sizes are written as people say them, and wrong ones are told how", () => {
  expect(readOptions(["--conferences", "1M", "--registrations", "10k"])).toMatchObject({
    conferences: 1_000_000,
    registrations: 10_000,
  });
  expect(readOptions([])).toMatchObject({ conferences: 10_000, registrations: 10_000, account: undefined });
  for (const bad of ["1m", "-5", "1e6", "ten", "", "99M"]) {
    expect(() => readOptions(["--conferences", bad]), bad).toThrow("Write it like 2500, 10k or 1M");
  }
  expect(() => readOptions(["--conference", "1M"])).toThrow("There is no option --conference");
  expect(() => readOptions(["--people", "5", "--account", "Clairval"])).toThrow("for a new account");
});

test("only this machine's database is filled, unless another one is named twice", () => {
  const on = (host: string) => ({ DATABASE_ADMIN_URL: `postgres://owner:secret@${host}:5432/foyer` });
  expect(namedDatabase({}, undefined)).toBeUndefined();
  expect(namedDatabase(on("127.0.0.1"), undefined)?.hostname).toBe("127.0.0.1");
  expect(() => namedDatabase(on("db.example.org"), undefined)).toThrow("--yes-on db.example.org");
  expect(() => namedDatabase(on("db.example.org"), "db.example.com")).toThrow("--yes-on db.example.org");
  expect(() => namedDatabase(on("127.0.0.1.example.org"), undefined)).toThrow("--yes-on");
  expect(namedDatabase(on("db.example.org"), "db.example.org")?.hostname).toBe("db.example.org");
  expect(() => namedDatabase({ DATABASE_URL: "postgres://foyer_app@db/foyer" }, undefined)).toThrow(
    "DATABASE_ADMIN_URL",
  );
});
