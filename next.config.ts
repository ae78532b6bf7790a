import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

const withNextIntl = createNextIntlPlugin("./lib/i18n/request.ts");

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Nothing is optimised from outside: pictures are re-encoded when they are uploaded.
  images: { unoptimized: true },
  serverExternalPackages: ["@node-rs/argon2", "pino", "postgres"],
  // Tests build into a folder of their own, beside a running development server.
  distDir: process.env.FOYER_DIST ?? ".next",
  typescript: { ignoreBuildErrors: false },
  experimental: {
    // An address that leads nowhere has a page of its own. As the root's not-found it was sent along with every page.
    globalNotFound: true,
    // Nothing that people send is larger; the proxy keeps what is sent in memory. See lib/errors.ts.
    serverActions: { bodySizeLimit: "1mb" },
    proxyClientMaxBodySize: "2mb",
  },
  allowedDevOrigins: ["127.0.0.1"],
};

export default withNextIntl(config);
