// The points of a sweep: every combination of its parameters' values, the last parameter varying fastest. A line is the
// points that differ in the last parameter alone.
import type { Axis, Values } from "./sweep.ts";

/** @returns the values of the swept parameters, point by point */
export function pointsOf(axes: readonly Axis[]): Values[] {
  return axes.reduce<Values[]>(
    (points, { param, values }) => points.flatMap((point) => values.map((value) => ({ ...point, [param]: value }))),
    [{}],
  );
}

/** How many points `pointsOf` returns. */
export const sizeOf = (axes: readonly Axis[]): number => axes.reduce((size, { values }) => size * values.length, 1);

/** The points, or what is known of each, in lines. */
export function linesOf<T>(axes: readonly Axis[], points: readonly T[]): T[][] {
  const length = axes.at(-1)!.values.length;
  return Array.from({ length: points.length / length }, (_, line) => points.slice(line * length, (line + 1) * length));
}
