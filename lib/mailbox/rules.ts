/** A mail that is looked at in the browser runs nothing and loads nothing; its links open beside it. */
export const mailDocumentPolicy =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
