// Conway's game of life on a small square, from every possible start: each pattern has exactly one successor.
// Source: GameOfLife.tla in tlaplus/Examples; cells beyond the edge are dead.
import { everyStep, machine, old, ordered, spec, system, t } from "fleetcheck";

/** A cell is born with three living neighbours, and dies with fewer than two or more than three. */
const Cell = machine("cell", "dead", [t("dead", "beBorn", "alive"), t("alive", "die", "dead")]);

export default spec({
  name: "game of life",
  params: { side: 4 },
  build({ side }) {
    const cells = ordered(Cell, side * side, {
      shape: "line",
      start: [{ members: side * side, state: ["dead", "alive"] }],
    });
    type Place = { readonly index: number };
    const row = (cell: Place) => Math.floor(cell.index / side);
    const column = (cell: Place) => cell.index % side;
    const adjoin = (a: Place, b: Place) =>
      a !== b && Math.abs(row(a) - row(b)) <= 1 && Math.abs(column(a) - column(b)) <= 1;
    const livingNeighbours = (cell: Place) => cells.count((other) => other.is("alive") && adjoin(cell, other));
    const isSquare = () =>
      cells.in("alive") === 4 && cells.every((cell) => cell.is("dead") || livingNeighbours(cell) === 3);
    return system({
      parts: { cells },
      rules: {
        cells: {
          beBorn: { together: true, when: (cell) => livingNeighbours(cell) === 3 },
          die: { together: true, when: (cell) => livingNeighbours(cell) < 2 || livingNeighbours(cell) > 3 },
        },
      },
      clock: { tick: "a generation" },
      properties: {
        "two living cells leave none": everyStep(() => old(() => cells.in("alive")) > 2 || cells.in("alive") === 0),
        "a square stands": everyStep(() => !old(isSquare) || isSquare()),
      },
    });
  },
});
