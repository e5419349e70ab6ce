// What was probably meant by a name that nothing has.

/** "did you mean `servers`?", where a known name, or the beginning of one, is close enough to be a slip of the hand. */
export function didYouMean(asked: string, known: readonly string[]): string | undefined {
  const [best] = known
    .map((name) => ({ name, slips: slips(asked.toLowerCase(), name.toLowerCase()) }))
    .filter((candidate) => candidate.slips <= asked.length / 3)
    .toSorted((a, b) => a.slips - b.slips);
  return best && `did you mean \`${best.name}\`?`;
}

/** A beginning counts for a little less than the whole. */
function slips(asked: string, name: string): number {
  return Math.min(distance(asked, name), distance(asked, name.slice(0, asked.length)) + 0.5);
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
