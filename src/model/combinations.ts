// Ways to choose some of many, in order: as numbers from each class of equal ones, or one by one.

/**
 * All ways to take `n` from classes of these sizes, as how many of each; more from earlier classes first. Undefined where
 * there are more than `max` ways.
 *
 * @example countsOf([2, 2], 2, 100) // [[2, 0], [1, 1], [0, 2]]
 */
export function countsOf(sizes: readonly number[], n: number, max: number): number[][] | undefined {
  const found: number[][] = [];
  const behind = sizes.map((_, i) => sizes.slice(i + 1).reduce((sum, size) => sum + size, 0));
  const fill = (begun: readonly number[], left: number): boolean => {
    const at = begun.length;
    if (at === sizes.length) return found.push([...begun]) <= max;
    for (let k = Math.min(sizes[at]!, left); k >= Math.max(0, left - behind[at]!); k--)
      if (!fill([...begun, k], left - k)) return false;
    return true;
  };
  return fill([], n) ? found : undefined;
}

/**
 * All choices of `n` items, earlier items first. Undefined where there are more than `max`.
 *
 * @example allCombinations(["a", "b", "c"], 2, 100) // [["a", "b"], ["a", "c"], ["b", "c"]]
 */
export function allCombinations<T>(items: readonly T[], n: number, max: number): T[][] | undefined {
  if (numberOf(items.length, n) > max) return undefined; // before they are made: there may be very many
  const ones = items.map(() => 1);
  return countsOf(ones, n, max)?.map((counts) => items.filter((_, i) => counts[i] === 1));
}

/** How many ways there are to choose k of n; nearly, where that is much. */
function numberOf(n: number, k: number): number {
  let ways = 1;
  for (let i = 1; i <= Math.min(k, n - k); i++) ways = (ways * (n - i + 1)) / i;
  return Math.round(ways);
}
