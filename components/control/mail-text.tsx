/** The text form of a mail, its addresses as links. */
export function MailText({ text }: { text: string }) {
  const parts = text.split(/(https?:\/\/[^\s<>]+)/);
  return (
    <div className="text-sm whitespace-pre-wrap wrap-anywhere">
      {parts.map((part, i) =>
        /^https?:\/\//.test(part) ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one fixed text
          <a key={i} href={part} target="_blank" rel="noreferrer" className="link">
            {part}
          </a>
        ) : (
          part
        ),
      )}
    </div>
  );
}
