import type en from "@/messages/en.json";

/** A code without a text in the message files does not compile. */
export type ErrorCode = keyof (typeof en)["errors"];

export type ErrorParams = Record<string, string | number>;

export type FieldErrors = Record<string, { code: ErrorCode; params?: ErrorParams }>;

export type WireError = {
  code: ErrorCode;
  params?: ErrorParams;
  fields?: FieldErrors;
  /** Shown for unexpected errors, found in the log. */
  ref?: string;
};

export type Result<T> = { ok: true; data: T } | { ok: false; error: WireError };

/** What a form gets back. `values` is what was typed, so that nothing is lost without JavaScript either. */
export type FormState<T = unknown> = {
  result?: Result<T>;
  values?: Record<string, string | string[]>;
  at: number;
};

/** No page and no route takes more at once. Server actions have the same limit, see next.config.ts. */
export const MAX_BODY_BYTES = 1024 * 1024;

/** An expected refusal. Its code is the text that the person sees. */
export class AppError extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly params?: ErrorParams,
    readonly fields?: FieldErrors,
  ) {
    super(code);
    this.name = "AppError";
  }
}

/** A form that was refused before it was read: all that its browser gets is this line of text. */
export const busyMessage = (seconds: number) => `too_busy ${seconds}`;

/** The same, read again where the form stands; undefined for every other text. */
export function readBusyMessage(text: string): WireError | undefined {
  const seconds = /^too_busy (\d{1,4})$/.exec(text)?.[1];
  return seconds === undefined ? undefined : { code: "too_busy", params: { seconds: Number(seconds) } };
}

/** In reach or not at all: what cannot be reached does not exist for the actor. */
export const notFound = () => new AppError("not_found");

/** Names of database constraints and what they mean to the person. */
const constraintCodes: Record<string, ErrorCode> = {
  conference_numbers_pkey: "id_taken",
  conference_sessions_live_slot_key: "too_many_live",
  participants_email_key: "already_registered",
  participants_user_key: "already_invited",
  registration_form_fields_immutable: "form_is_fixed",
  seat_pools_never_oversold: "full",
  users_email_key: "email_taken",
  groups_name_key: "group_name_taken",
  login_names_pkey: "user_id_taken",
};

/** The code of a constraint that a statement violated, if it is one that people can run into. */
export function codeOfConstraint(error: unknown): ErrorCode | undefined {
  for (let e = error; e instanceof Error; e = e.cause) {
    const name = (e as { constraint_name?: unknown }).constraint_name;
    if (typeof name === "string" && name in constraintCodes) return constraintCodes[name];
  }
  return undefined;
}

/** SQLSTATE of a failed statement, wherever the driver wrapped it. */
export function sqlState(error: unknown): string | undefined {
  for (let e = error; e instanceof Error; e = e.cause) {
    const code = (e as { code?: unknown }).code;
    if (typeof code === "string" && /^[0-9A-Z]{5}$/.test(code)) return code;
  }
  return undefined;
}
