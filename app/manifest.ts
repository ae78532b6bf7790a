import type { MetadataRoute } from "next";

/** Makes Foyer installable: the client application is the product itself, in a window of its own. */
export default function manifest(): MetadataRoute.Manifest {
  return {
    name: "Foyer",
    short_name: "Foyer",
    id: "/",
    start_url: "/",
    scope: "/",
    display: "standalone",
    background_color: "#f5f8fa",
    theme_color: "#f5f8fa",
    icons: [{ src: "/icon.svg", sizes: "any", type: "image/svg+xml", purpose: "any" }],
  };
}
