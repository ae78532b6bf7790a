/** What `npm run seed` is told. Sizes are whole numbers, also written 10k or 1M. */

export type VolumeOptions = {
  conferences: number;
  /** Spread over the conferences' webinars, a few of which get many. */
  registrations: number;
  /** People of a new account; one per thousand conferences unless told. */
  people: number | undefined;
  /** The name of an account that exists already; else one is made. */
  account: string | undefined;
  /** The host of a database that others may use, as proof that it is meant. */
  yesOn: string | undefined;
};

export const USAGE = `npm run seed -- --conferences 1M --registrations 1M

  --conferences N     how many conferences, for example 2500, 10k or 1M (default 10k)
  --registrations N   how many registrations for their webinars (default 10k)
  --people N          how many people the new account has (default: one per thousand conferences, at least 20)
  --account "NAME"    fill this account instead of a new one
  --yes-on HOST       needed when DATABASE_ADMIN_URL names another machine than this one

Without DATABASE_ADMIN_URL the database is that of \`npm start\`, in DATA_DIR.`;

const LARGEST = 20_000_000;

/** Throws with what is wrong and how to say it right. */
export function parseSize(name: string, text: string): number {
  const [, digits, unit] = /^(\d{1,9})([kM]?)$/.exec(text) ?? [];
  const size = Number(digits) * (unit === "M" ? 1_000_000 : unit === "k" ? 1000 : 1);
  if (digits === undefined || size > LARGEST) {
    throw new Error(`${name} is not a size up to 20M: ${text}. Write it like 2500, 10k or 1M.`);
  }
  return size;
}

export function readOptions(args: readonly string[]): VolumeOptions {
  const given = new Map<string, string>();
  const known = ["--conferences", "--registrations", "--people", "--account", "--yes-on"];
  for (let i = 0; i < args.length; i += 2) {
    const [name = "", value] = [args[i], args[i + 1]];
    if (!known.includes(name)) throw new Error(`There is no option ${name}.\n\n${USAGE}`);
    if (value === undefined) throw new Error(`${name} needs a value.\n\n${USAGE}`);
    given.set(name, value);
  }
  const size = (name: string) => {
    const text = given.get(name);
    return text === undefined ? undefined : parseSize(name, text);
  };
  const options = {
    conferences: size("--conferences") ?? 10_000,
    registrations: size("--registrations") ?? 10_000,
    people: size("--people"),
    account: given.get("--account"),
    yesOn: given.get("--yes-on"),
  };
  if (options.conferences < 1) throw new Error("--conferences must be at least 1.");
  if (options.people !== undefined && options.people < 1) throw new Error("--people must be at least 1.");
  if (options.people !== undefined && options.account !== undefined) {
    throw new Error("--people is for a new account; the one of --account has its own.");
  }
  return options;
}
