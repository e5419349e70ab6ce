// One table, two readers: what the checker explores is what a service runs in typescript-fsm's StateMachine.
import { always, check, machine, one, spec, system, t } from "fleetcheck";
import { StateMachine } from "typescript-fsm";
import { describe, expect, test } from "vitest";

/** A server's life; every state can be reached, and `removed` only by the longest way. */
const Server = machine("server", "absent", [
  t("absent", "join", "building"),
  t("building", "learnPeer", "building"),
  t("building", "finishMap", "serving"),
  t("serving", "learnPeer", "serving"),
  t("serving", "exceedThreads", "useless"),
  t("useless", "restart", "building"),
  t("useless", "remove", "removed"),
]);
type State = typeof Server.initial;
type Event = (typeof Server.rows)[number]["event"];

const states = [...new Set(Server.rows.flatMap((row) => [row.fromState, row.toState]))];
const events = [...new Set(Server.rows.map((row) => row.event))];

const running = (initial: State) => new StateMachine<State, Event>(initial, [...Server.rows], { error: () => {} });

const life = (state: State) =>
  spec({
    name: "a server's life",
    build() {
      const server = one(Server, { start: { state } });
      return system({
        parts: { server },
        terminal: () => server.is("removed"),
        properties: { "it stays": always(() => !server.is("removed")) },
      });
    },
  });

test("a path that the checker finds can be driven through the service's machine", async () => {
  const { properties } = check(life("absent"));
  const { steps } = properties.find((p) => p.name === "it stays")!.counterexample!;
  const service = running(Server.initial);
  const visited: State[] = [];
  for (const { event } of steps) {
    await service.dispatch(event as Event);
    visited.push(service.getState());
  }
  expect(steps.map(({ changed }) => changed[0]!.to)).toEqual(visited);
  expect(visited).toEqual(["building", "serving", "useless", "removed"]);
  expect(service.isFinal()).toBe(true);
});

describe.each(states)("in %s", (state) => {
  /** One step from here: an event that fired could happen. */
  const verdict = check(life(state), { budget: { depth: 1 } });

  test.each(events)("both know whether `%s` can happen, and where it leads", async (event) => {
    const service = running(state);
    const canHappen = verdict.events[`server.${event}`]! > 0;
    expect(service.can(event)).toBe(canHappen);
    const accepted = service.dispatch(event).then(
      () => true,
      () => false,
    );
    expect(await accepted).toBe(canHappen);
    expect(service.getState()).toBe(
      Server.rows.find((r) => r.fromState === state && r.event === event)?.toState ?? state,
    );
  });

  test("both know whether it is final", () => {
    expect(running(state).isFinal()).toBe(verdict.transitions === 0);
  });
});
