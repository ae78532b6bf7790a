export type TokenPurpose = "activate" | "reset_password" | "confirm_email";

/** How long a link works. */
export const tokenHours: Record<TokenPurpose, number> = {
  activate: 7 * 24,
  reset_password: 1,
  confirm_email: 24,
};

/** Whether a text has the form of a token; anything else is not looked up. */
export const isToken = (text: unknown): text is string =>
  typeof text === "string" && /^[A-Za-z0-9_-]{43}$/.test(text);
