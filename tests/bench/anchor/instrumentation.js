/** Nothing. Without this file the build would look for one further up, and find Foyer's. */
export function register() {}
