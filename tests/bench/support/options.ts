import { parseSize } from "../../../scripts/volume/options.ts";

/** What a benchmark is told behind its name: `--size 1M --rounds 9`. */
export function readArguments(defaults: { size: number; rounds?: number }) {
  const value = (name: string) => {
    const at = process.argv.indexOf(name);
    return at < 0 ? undefined : process.argv[at + 1];
  };
  const rounds = Number(value("--rounds") ?? defaults.rounds ?? 9);
  if (!Number.isInteger(rounds) || rounds < 7) throw new Error("--rounds must be 7 or more.");
  const size = value("--size");
  return { rounds, size: size === undefined ? defaults.size : parseSize("--size", size) };
}
