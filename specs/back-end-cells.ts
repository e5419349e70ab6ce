// The back end of Amazon Kinesis: cells of servers, each of which owns many shards.
//
// A shard is handed from one cell to another, in one step or in two. One cell fails, for a reason of its own. Its
// shards wait for it, or are handed to other cells. A cell that owns more shards than it can carry is overloaded and
// fails as well: then a fault has spread to shards that it did not strike.
// Where a failed cell's shards go to any cell, the fault spreads until a cell can carry them all, at a capacity of 3.
// Left out: the servers within a cell, what is in a shard, and repair.
// Source: AWS's public summary of the event, paragraph 2, by which cells contain faults; they did that day, and nothing
// is wrong in that scenario. How shards are handed over it does not say: the others show what would break it.
import { always, flag, machine, maybe, oneOf, ordered, range, reachable, spec, system, t } from "fleetcheck";

/** A cell of back-end servers. */
export const Cell = machine("cell", "serving", [t("serving", "fail", "failed"), t("serving", "overload", "failed")]);

/** A shard of a stream, and by how many cells it is owned. */
export const Shard = machine("shard", "owned", [
  t("owned", "handOver", "owned"),
  t("owned", "letGo", "unowned"),
  t("unowned", "take", "owned"),
  t("owned", "copy", "owned twice"),
  t("owned twice", "drop", "owned"),
]);

export default spec({
  name: "back-end cells",
  params: {
    cells: 3,
    shards: 3,
    capacity: 2, // shards that a cell can carry
    handOver: oneOf("in one step", "let go, then take", "copy, then drop"),
    failedCell: oneOf("keeps its shards", "gives them to cells with room", "gives them to any cell"),
  },
  scenarios: {
    "25 November 2020": {},
    "had shards been let go before they were taken": {
      with: { handOver: "let go, then take" },
      expect: { "each shard has exactly one owner": "violated" },
    },
    "had shards been copied before they were dropped": {
      with: { handOver: "copy, then drop" },
      expect: { "each shard has exactly one owner": "violated" },
    },
    "had a failed cell's shards gone to any cell": {
      with: { failedCell: "gives them to any cell" },
      expect: { "a failing cell harms only its own shards": "violated" },
    },
    "had they gone to cells with room": { with: { failedCell: "gives them to cells with room" } },
  },
  sweeps: {
    "capacity of a cell": {
      over: { capacity: range(1, 4) },
      scenario: "had a failed cell's shards gone to any cell",
      properties: ["a failing cell harms only its own shards"],
    },
  },
  build({ cells: size, shards: number, capacity, handOver, failedCell }) {
    const cells = ordered(Cell, size);
    const shards = ordered(Shard, number, { vars: { owner: cells, second: maybe(cells), struck: flag() } });
    const load = (cell: object) => shards.count((s) => s.owner === cell || s.second === cell);
    const hasRoom = (cell: object) => load(cell) < capacity;
    const mayGo = (from: Seen, to: Seen) =>
      to !== from &&
      to.is("serving") &&
      (from.is("serving") || failedCell === "gives them to cells with room"
        ? hasRoom(to)
        : failedCell === "gives them to any cell");
    return system({
      parts: { cells, shards },
      start: () => {
        for (const s of shards) s.owner = cells.at(s.index % size);
      },
      rules: {
        cells: {
          fail: {
            when: () => cells.in("failed") === 0,
            then: (cell) => {
              for (const s of shards) if (s.owner === cell) s.struck = true;
            },
          },
          overload: { when: (cell) => load(cell) > capacity },
        },
        shards: {
          handOver: shards.choosing(
            { to: cells },
            {
              when: (s, { to }) => handOver === "in one step" && mayGo(s.owner, to),
              then: (s, { to }) => {
                s.owner = to;
              },
            },
          ),
          letGo: { when: (s) => handOver === "let go, then take" && cells.some((to) => mayGo(s.owner, to)) },
          take: shards.choosing(
            { to: cells },
            {
              when: (s, { to }) => mayGo(s.owner, to),
              then: (s, { to }) => {
                s.owner = to;
              },
            },
          ),
          copy: shards.choosing(
            { to: cells },
            {
              when: (s, { to }) => handOver === "copy, then drop" && mayGo(s.owner, to),
              then: (s, { to }) => {
                s.second = to;
              },
            },
          ),
          drop: {
            when: (s) => s.second!.is("serving"),
            then: (s) => {
              s.owner = s.second!;
              s.second = undefined;
            },
          },
        },
      },
      terminal: "anywhere",
      properties: {
        "each shard has exactly one owner": always(() => shards.in("owned") === shards.size),
        "a failing cell harms only its own shards": always(() =>
          shards.every((s) => s.struck || s.owner.is("serving")),
        ),
        "a shard can change hands": reachable(() => cells.some((cell) => load(cell) > shards.size / cells.size)),
      },
      provides: { serves: () => cells.in("failed") === 0 },
    });
  },
});

/** A cell, as guards see it. */
interface Seen {
  is(state: "serving"): boolean;
}
