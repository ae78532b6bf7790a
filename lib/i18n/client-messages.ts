import type en from "@/messages/en.json";

/** Namespaces that islands everywhere need. Others are given by the page that has the island (see `<Messages>`). */
const everywhere = ["errors", "ui", "shell"] as const satisfies readonly (keyof typeof en)[];

/** A small part of the messages for the browser: the rest stays on the server. */
export function clientMessages<N extends keyof typeof en>(
  messages: Partial<typeof en>,
  ...more: N[]
): Partial<typeof en> {
  return Object.fromEntries([...everywhere, ...more].map((name) => [name, messages[name]])) as Partial<
    typeof en
  >;
}
