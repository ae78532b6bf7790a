import type { Viewport } from "next";

export { Document as default, documentMetadata as generateMetadata } from "./document";

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f5f8fa" },
    { media: "(prefers-color-scheme: dark)", color: "#10161b" },
  ],
};
