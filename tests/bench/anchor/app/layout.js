import { headers } from "next/headers";

export const metadata = { title: "Bare" };

export default async function Layout({ children }) {
  await headers();
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}
