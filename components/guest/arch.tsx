/** The doorway of the mark, large, at the foot of the guest page. */
export function Arch({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 400 462" fill="none" aria-hidden="true" className={className}>
      <path d="M71 462V201a129.5 129.5 0 0 1 259 0v261z" fill="var(--primary-soft)" />
      <path d="M15.5 462V200a184.5 184.5 0 0 1 369 0v262" stroke="var(--primary)" strokeWidth="31" />
      <path d="M115 462a85 85 0 0 1 170 0z" fill="var(--ember)" />
    </svg>
  );
}
