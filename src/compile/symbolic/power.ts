// `**` on what depends on the state.
import type { Node } from "../code.ts";
import { Outside, type Execution } from "./execution.ts";

/** How many cases a power may be told in. */
const POWERS_MAX = 64;

const valuesOf = (n: Node): number[] => Array.from({ length: n.hi - n.lo + 1 }, (_, i) => n.lo + i);

/** Exact for few values of base and exponent: each case is computed as JavaScript does. */
export function power(x: Execution, base: Node, exponent: Node): Node {
  const { nodes } = x;
  const [p, q] = [nodes.whole32(base), nodes.whole32(exponent)];
  if (!p || !q || (p.hi - p.lo + 1) * (q.hi - q.lo + 1) > POWERS_MAX) throw new Outside("`**` on many values");
  const at = (n: Node) => nodes.subtract(n, nodes.constant(n.lo));
  return nodes.pick(
    at(p),
    valuesOf(p).map((b) =>
      nodes.pick(
        at(q),
        valuesOf(q).map((e) => nodes.constant(b ** e)),
      ),
    ),
  );
}
