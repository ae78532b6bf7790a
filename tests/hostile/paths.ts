import type * as z from "zod";

/** Where a value stands in an input: names of fields, and positions in lists. */
export type Path = readonly (string | number)[];

type Def = {
  type: string;
  shape?: Record<string, z.ZodType>;
  element?: z.ZodType;
  innerType?: z.ZodType;
  options?: z.ZodType[];
  in?: z.ZodType;
  out?: z.ZodType;
};

/** Every place that a schema knows, the inner ones too: `["participants"]`, `["participants", 0, "role"]`. */
export function pathsOf(schema: z.ZodType): Path[] {
  const def = schema.def as unknown as Def;
  const below = (key: string | number, inner: z.ZodType): Path[] => [
    [key],
    ...pathsOf(inner).map((path) => [key, ...path]),
  ];
  if (def.shape) return Object.entries(def.shape).flatMap(([key, inner]) => below(key, inner));
  if (def.element) return below(0, def.element);
  if (def.options) return unique(def.options.flatMap(pathsOf));
  if (def.innerType) return pathsOf(def.innerType);
  // What is typed stands before a transformation and behind a preprocessing.
  return [def.in, def.out].flatMap((inner) => (inner ? pathsOf(inner) : []));
}

const unique = (paths: Path[]) => [...new Map(paths.map((path) => [path.join("."), path])).values()];

/** A copy of the input with another value at the path; what leads there is made where it is missing. */
export function withValue(input: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) return value;
  const copy: Record<string | number, unknown> = Array.isArray(input)
    ? ([...input] as unknown as Record<number, unknown>)
    : typeof key === "number"
      ? ([] as unknown as Record<number, unknown>)
      : { ...(typeof input === "object" && input !== null ? input : {}) };
  copy[key] = withValue(copy[key], rest, value);
  return copy;
}
