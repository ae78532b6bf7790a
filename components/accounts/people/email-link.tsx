/** An address that opens the person's mail program. */
export function EmailLink({ email }: { email: string }) {
  return (
    <a href={`mailto:${encodeURIComponent(email).replace("%40", "@")}`} className="link wrap-anywhere">
      {email}
    </a>
  );
}
