const cells = [1, 22, 43].flatMap((x) => [1, 14, 27].map((y) => ({ x, y })));

/** Nine equal windows: everybody on screen. */
export function ModePicture({ className }: { className?: string }) {
  return (
    <svg
      width="64"
      height="40"
      viewBox="0 0 64 40"
      aria-hidden="true"
      fill="currentColor"
      className={className}
    >
      {cells.map(({ x, y }) => (
        <rect key={`${x} ${y}`} x={x} y={y} width="19" height="11" rx="2" />
      ))}
    </svg>
  );
}
