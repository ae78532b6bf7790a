import { fileURLToPath } from "node:url";

export default {
  poweredByHeader: false,
  reactStrictMode: true,
  serverExternalPackages: ["postgres"],
  // The packages are those of the project two folders above the copy that is built.
  turbopack: { root: fileURLToPath(new URL("../..", import.meta.url)) },
};
