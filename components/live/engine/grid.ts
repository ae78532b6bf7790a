/** How tiles share the stage: rows of equal height, shorter rows stretched, so that nothing stays empty. */
export type Grid = {
  /** Columns of the CSS grid, fine enough that each row can be divided evenly. */
  columns: number;
  rows: number;
  /** How many of those columns each tile takes, by its place in the order. */
  spans: number[];
};

/** Rows by number of tiles, wide and upright. From ten on the root decides. */
const wide = [1, 1, 1, 1, 2, 2, 2, 3, 3, 3];
const upright = [1, 1, 2, 2, 2, 3, 3, 4, 4, 5];

export function gridOf(count: number, isUpright: boolean): Grid {
  const tiles = Math.max(1, count);
  const rows = (isUpright ? upright : wide)[tiles] ?? Math.ceil(Math.sqrt(tiles * (isUpright ? 2 : 1)));
  const perRow = rowsOf(tiles, rows);
  const columns = perRow.reduce(leastCommonMultiple, 1);
  return { columns, rows, spans: perRow.flatMap((n) => Array.from({ length: n }, () => columns / n)) };
}

/** As even as can be, the fuller rows first: seven tiles on three rows are three, two and two. */
function rowsOf(tiles: number, rows: number): number[] {
  const least = Math.floor(tiles / rows);
  return Array.from({ length: rows }, (_, row) => least + (row < tiles % rows ? 1 : 0));
}

function leastCommonMultiple(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y > 0) [x, y] = [y, x % y];
  return (a * b) / x;
}
