// What was probably meant by a name that nothing has.

/** "did you mean `servers`?", where a known name is close enough to be a slip of the hand, or begins alike. */
export function didYouMean(asked: string, known: readonly string[]): string | undefined {
  const [best] = known
    .map((name) => ({ name, distance: distance(asked.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, distance: far }) => far <= Math.ceil(asked.length / 3) || isBeginning(asked, name))
    .toSorted((a, b) => a.distance - b.distance);
  return best && `did you mean \`${best.name}\`?`;
}

function isBeginning(asked: string, name: string): boolean {
  return asked.length >= 3 && name.toLowerCase().startsWith(asked.toLowerCase());
}

/** The number of letters to insert, remove, replace or swap with their neighbour (optimal string alignment). */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  const at = (i: number, j: number) => rows[i]![j]!;
  for (let i = 1; i <= a.length; i++) {
    rows.push([i]);
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const least = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + same);
      rows[i]!.push(swapped ? Math.min(least, at(i - 2, j - 2) + 1) : least);
    }
  }
  return at(a.length, b.length);
}
