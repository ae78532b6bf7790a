import { cn } from "./cn";

/** Small words of a name that carry no initial: Jean de La Fontaine is JF. */
const PARTICLES = new Set(
  "de du des d la le les l da di do dos della van von der den ter ten zu zum el al bin ibn ben y e".split(
    " ",
  ),
);

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** What a reader takes for the first character: a family of emoji is one. */
const firstOf = (text: string) => [...segmenter.segment(text)][0]?.segment ?? "";

/** First letters of the first and last word, particles skipped. */
export function initials(name: string): string {
  const words = name
    .normalize("NFC")
    .split(/\s+/u)
    .map((word) => word.replace(/^[^\p{L}\p{N}]+/u, "").replace(/^[dl]['’](?=\p{L})/iu, ""))
    .filter(Boolean);
  const carrying = words.filter((word) => !PARTICLES.has(word.toLocaleLowerCase("fr")));
  const pick = carrying.length > 0 ? carrying : words;
  const first = pick[0];
  const last = pick.length > 1 ? pick.at(-1) : undefined;
  const letters = [first, last].map((word) => firstOf(word ?? "").toLocaleUpperCase("fr")).join("");
  return letters || firstOf(name.trim()) || "?";
}

/** One of six tones, the same for a person everywhere. */
export function avatarTone(id: string): number {
  let hash = 2166136261;
  for (const char of id) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 16777619);
  return (hash >>> 0) % 6;
}

const tones = [
  "bg-av0b text-av0f",
  "bg-av1b text-av1f",
  "bg-av2b text-av2f",
  "bg-av3b text-av3f",
  "bg-av4b text-av4f",
  "bg-av5b text-av5f",
];
const sizes = {
  22: "size-5.5 text-[0.5625rem]",
  28: "size-7 text-2xs",
  36: "size-9 text-sm",
  64: "size-16 text-[1.25rem]",
  96: "size-24 text-2xl",
} as const;
const presences = {
  on: "bg-success",
  busy: "bg-live",
  away: "bg-surface shadow-[inset_0_0_0_2px_var(--fg-subtle)]",
  off: "bg-fg-subtle",
} as const;

type AvatarProps = {
  name: string;
  /** Decides the tone; the name does when it is missing. */
  id?: string;
  src?: string | null;
  size?: keyof typeof sizes;
  presence?: keyof typeof presences;
  presenceLabel?: string;
  /** Leave on where the name stands beside the picture. */
  decorative?: boolean;
  className?: string;
};

export function Avatar(props: AvatarProps) {
  const { name, id = name, src, size = 28, presence, presenceLabel, decorative = true, className } = props;
  const label = decorative ? undefined : name;
  return (
    <span
      className={cn(
        "relative inline-grid shrink-0 place-items-center rounded-full leading-none font-semibold tracking-[0.01em] select-none",
        sizes[size],
        tones[avatarTone(id)],
        className,
      )}
      {...(label ? { role: "img", "aria-label": label } : {})}
    >
      {src ? (
        // biome-ignore lint/performance/noImgElement: pictures of people are small already and come from our own files route
        <img src={src} alt="" className="size-full rounded-full object-cover" />
      ) : (
        <span aria-hidden>{initials(name)}</span>
      )}
      {presence ? (
        <span
          data-fill
          className={cn(
            "absolute -end-px -bottom-px size-2.5 rounded-full border-2 border-surface",
            presences[presence],
          )}
        >
          <span className="sr-only">{presenceLabel}</span>
        </span>
      ) : null}
    </span>
  );
}

/** A few overlapping faces and how many more. `label` says it in words; without it the stack is decoration. */
export function AvatarStack({
  people,
  max = 4,
  total = people.length,
  label,
  className,
}: {
  people: readonly { id: string; name: string; src?: string | null }[];
  max?: number;
  total?: number;
  label?: string;
  className?: string;
}) {
  const shown = people.slice(0, max);
  const more = total - shown.length;
  const ring = "shadow-[0_0_0_2px_var(--surface)]";
  return (
    <span className={cn("inline-flex", className)} {...(label ? { role: "img", "aria-label": label } : {})}>
      <span aria-hidden className="inline-flex -space-x-0.75 rtl:space-x-reverse">
        {shown.map((person) => (
          <Avatar key={person.id} {...person} size={22} className={ring} />
        ))}
        {more > 0 ? (
          <span
            className={cn(
              "inline-grid size-5.5 place-items-center rounded-full bg-sunken text-[0.5625rem] leading-none font-semibold text-fg-muted",
              ring,
            )}
          >
            +{more}
          </span>
        ) : null}
      </span>
    </span>
  );
}
