// Mistakes that must not compile, each behind a @ts-expect-error with what is wrong; an error that the compiler no
// longer sees is itself an error. Nothing here runs.
import {
  always,
  channel,
  choosing,
  eventually,
  everyStep,
  flag,
  fleet,
  include,
  leadsTo,
  list,
  machine,
  maybe,
  old,
  one,
  oneOf,
  ordered,
  range,
  reachable,
  record,
  recovers,
  setOf,
  settles,
  spec,
  system,
  t,
  variable,
} from "fleetcheck";
import "fleetcheck/vitest";
import { expect } from "vitest";
import { fleets, Node, Server } from "./forms.ts";

const front = fleet(Server, 3, {
  vars: { threads: range(0, 3), zone: oneOf("a", "b"), last: record({ n: range(0, 1) }) },
});
const knowing = fleet(Server, 3, { vars: (self) => ({ knows: setOf(self), lead: maybe(self) }) });
const client = one(Node, { vars: { home: maybe(front), tried: setOf(front), trail: list(front, 2), open: flag() } });
const ring = ordered(Node, 3, { vars: { token: flag() } });
const line = ordered(Node, 3, { shape: "line" });
const level = variable(range(0, 3));
const seats = variable(setOf(range(0, 3)));
const inbox = channel(record({ to: front, body: oneOf("ping", "pong") }), { capacity: 3, order: "any", lossy: true });

export const tables = () => {
  // @ts-expect-error the initial state is misspelt
  machine("door", "shutt", [t("shut", "open", "ajar")]);
  // @ts-expect-error a row has an event
  t("shut", "open");
  // @ts-expect-error a table is made of rows
  machine("door", "shut", [["shut", "open", "ajar"]]);
};

export const domains = () => {
  // @ts-expect-error a range is of numbers
  range("0", 3);
  // @ts-expect-error a domain, not a value
  maybe(3);
  // @ts-expect-error a list has a greatest length
  list(flag());
  // @ts-expect-error a record is of domains
  record({ n: 3 });
  // @ts-expect-error options are words or numbers
  oneOf(true, false);
  // @ts-expect-error a part that is not many is no domain
  setOf(client);
};

export const starts = () => {
  // @ts-expect-error misspelt state
  fleet(Server, 1, { start: [{ state: "servng" }] });
  // @ts-expect-error misspelt state among several
  fleet(Server, 1, { start: [{ state: ["serving", "servng"] }] });
  // @ts-expect-error misspelt field
  fleet(Server, 1, { vars: { threads: range(0, 3) }, start: [{ thread: 0 }] });
  // @ts-expect-error a value of another kind
  fleet(Server, 1, { vars: { threads: range(0, 3) }, start: [{ threads: "0" }] });
  // @ts-expect-error an option that there is not
  fleet(Server, 1, { vars: { zone: oneOf("a", "b") }, start: [{ zone: ["a", "c"] }] });
  // @ts-expect-error a fleet starts in groups
  fleet(Server, 1, { start: { state: "serving" } });
  // @ts-expect-error a single part has no members
  one(Server, { start: { members: 1 } });
  // @ts-expect-error misspelt option of a part
  fleet(Server, 1, { var: { threads: range(0, 3) } });
  // @ts-expect-error a shape that there is not
  ordered(Node, 2, { shape: "star" });
  // @ts-expect-error fleets have no shape
  fleet(Node, 2, { shape: "ring" });
  // @ts-expect-error a start of another kind
  variable(range(0, 3), "1");
  // @ts-expect-error an order that there is not
  channel(flag(), { capacity: 1, order: "lifo" });
  // @ts-expect-error a channel has a capacity
  channel(flag(), { order: "any" });
  // @ts-expect-error a machine, not its name
  fleet("server", 3);
};

export const handles = () => {
  // @ts-expect-error misspelt state
  front.in("servng");
  // @ts-expect-error misspelt state
  front.count((s) => s.is("servng"));
  // @ts-expect-error a state that there is not equals nothing
  front.some((s) => s.state === "servng");
  // @ts-expect-error misspelt event
  front.every((s) => s.can("lernPeer"));
  // @ts-expect-error misspelt field
  front.sum((s) => s.thread);
  // @ts-expect-error a sum is of numbers
  front.sum((s) => s.zone);
  // @ts-expect-error questions look and do not write
  front.every((s) => (s.threads = 1) === 1);
  // @ts-expect-error questions do not call
  front.every((s) => s.dispatch("join"));
  // @ts-expect-error members of a fleet have no index
  front.some((s) => s.index === 0);
  // @ts-expect-error a fleet has no first that is found
  front.find((s) => s.threads > 0);
  // @ts-expect-error members of a fleet have no places
  front.at(0);
  // @ts-expect-error members of a fleet have no neighbours
  front.next(front);
  // @ts-expect-error a sub-fleet asks in the same words
  front.filter((s) => s.threads > 0).in("servng");
  // @ts-expect-error misspelt state of a single part
  client.is("servng");
  // @ts-expect-error misspelt event of a single part
  client.dispatch("join");
  // @ts-expect-error a home may be undefined
  void client.home.is("serving");
  // @ts-expect-error a single part is not many
  client.in("idle");
  // @ts-expect-error a variable is read by its value
  void (level + 1);
  // @ts-expect-error a value of another kind
  level.value = "1";
  // @ts-expect-error an element of another kind
  seats.value.add("1");
  // @ts-expect-error next may be undefined on a line
  void line.next(line.at(0)).state;
  // @ts-expect-error a found member may be undefined
  void ring.find((s) => s.token).token;
  // @ts-expect-error a message lacks a field
  inbox.send({ to: client.home! });
  // @ts-expect-error a message holds an option that there is not
  inbox.send({ to: client.home!, body: "peng" });
  // @ts-expect-error what is received has no such field
  void inbox.receive().from;
  // @ts-expect-error a length is not written
  inbox.length = 0;
};

export const rules = () => {
  // @ts-expect-error misspelt part
  system({ parts: { front }, rules: { fornt: {} } });
  // @ts-expect-error misspelt event
  system({ parts: { front }, rules: { front: { lernPeer: {} } } });
  // @ts-expect-error misspelt word of a rule
  system({ parts: { front }, rules: { front: { join: { wehn: () => true } } } });
  // @ts-expect-error misspelt state in a guard
  system({ parts: { front }, rules: { front: { join: { when: (s) => s.is("servng") } } } });
  // @ts-expect-error misspelt field in a guard
  system({ parts: { front }, rules: { front: { join: { when: (s) => s.thread > 0 } } } });
  // @ts-expect-error a guard answers yes or no
  system({ parts: { front }, rules: { front: { join: { when: (s) => s.threads } } } });
  // @ts-expect-error a guard is not asynchronous
  system({ parts: { front }, rules: { front: { join: { when: async () => true } } } });
  // @ts-expect-error a guard writes
  system({ parts: { front }, rules: { front: { join: { when: (s) => (s.threads = 1) > 0 } } } });
  // @ts-expect-error a guard writes into a record
  system({ parts: { front }, rules: { front: { join: { when: (s) => (s.last.n = 1) > 0 } } } });
  // @ts-expect-error a guard adds to a set
  system({ parts: { knowing }, rules: { knowing: { join: { when: (s) => s.knows.add(s) } } } });
  // @ts-expect-error a guard appends to a list
  system({ parts: { client }, rules: { client: { wake: { when: (s) => s.trail.push(s.trail[0]!) > 0 } } } });
  // @ts-expect-error a guard calls
  system({ parts: { front }, rules: { front: { join: { when: (s) => s.dispatch("join") } } } });
  // @ts-expect-error a guard calls a member that it knows
  system({ parts: { knowing }, rules: { knowing: { join: { when: (s) => s.lead?.dispatch("join") } } } });
  // @ts-expect-error a guard writes a member of a set that it knows
  system({ parts: { client }, rules: { client: { wake: { when: (s) => s.tried.some((f) => (f.threads = 1) > 0) } } } });
  // @ts-expect-error an effect does not set the state
  system({ parts: { front }, rules: { front: { join: { then: (s) => void (s.state = "serving") } } } });
  // @ts-expect-error a cohort is never written
  system({ parts: { front }, rules: { front: { join: { then: (s) => void (s.cohort = "added") } } } });
  // @ts-expect-error a value of another kind
  system({ parts: { front }, rules: { front: { join: { then: (s) => void (s.threads = "1") } } } });
  // @ts-expect-error an option that there is not
  system({ parts: { front }, rules: { front: { join: { then: (s) => void (s.zone = "c") } } } });
  // @ts-expect-error misspelt event in a call
  system({ parts: { front }, rules: { front: { join: { then: (s) => s.dispatch("lernPeer") } } } });
  // @ts-expect-error members of a fleet have no index
  system({ parts: { front }, rules: { front: { join: { when: (s) => s.index > 0 } } } });
  // @ts-expect-error a position is not written
  system({ parts: { ring }, rules: { ring: { pass: { then: (s) => void (s.index = 0) } } } });
  // @ts-expect-error next may be undefined on a line
  system({ parts: { line }, rules: { line: { pass: { when: (s) => line.next(s).state === "idle" } } } });
  // @ts-expect-error a variable's guard writes
  system({ parts: { level }, rules: { level: { rise: { when: (v) => (v.value = 1) > 0 } } } });
  // @ts-expect-error a variable's guard adds to its set
  system({ parts: { seats }, rules: { seats: { fill: { when: (v) => v.value.add(0) } } } });
  // @ts-expect-error a guard sends
  system({ parts: { inbox }, rules: { inbox: { deliver: { when: (c) => c.send(c.head) } } } });
  // @ts-expect-error a guard receives
  system({ parts: { inbox }, rules: { inbox: { deliver: { when: (c) => c.receive().body === "ping" } } } });
  // @ts-expect-error a guard calls whom the next message is for
  system({ parts: { inbox }, rules: { inbox: { deliver: { when: (c) => c.head.to.dispatch("join") } } } });
  // @ts-expect-error misspelt event in an array of parts
  system({ parts: { cells: [client] }, rules: { cells: { wakeUp: {} } } });
  // @ts-expect-error misspelt part in a record of parts
  system({ parts: { pair: { line } }, rules: { pair: { lien: {} } } });
};

export const choices = () => {
  // @ts-expect-error misspelt choice
  front.choosing({ peer: front }, { when: (_s, { pear }) => pear !== undefined });
  // @ts-expect-error misspelt state of what was chosen
  front.choosing({ peer: front }, { when: (_s, { peer }) => peer.state === "nope" });
  // @ts-expect-error misspelt field of what was chosen
  front.choosing({ peer: front }, { when: (s, { peer }) => peer.thread > s.threads });
  // @ts-expect-error a guard writes what was chosen
  front.choosing({ peer: front }, { when: (_s, { peer }) => (peer.threads = 1) > 0 });
  // @ts-expect-error a guard calls what was chosen
  front.choosing({ peer: front }, { when: (_s, { peer }) => peer.dispatch("join") });
  // @ts-expect-error a chosen value of another kind
  front.choosing({ size: range(0, 2) }, { when: (_s, { size }) => size === "2" });
  // @ts-expect-error an option that there is not
  front.choosing({ how: oneOf("a", "b") }, { when: (_s, { how }) => how === "c" });
  // @ts-expect-error a choice is of a domain
  front.choosing({ size: 3 }, {});
  // @ts-expect-error a choice is not made anew
  front.choosing({ size: range(0, 2) }, { then: (_s, chosen) => void (chosen.size = 1) });
  const halve = front.choosing({ n: flag() }, { when: (s, { n }) => n && s.threads > 0 });
  // @ts-expect-error another fleet's rule
  system({ parts: { front, ring }, rules: { ring: { pass: halve } } });
  // @ts-expect-error misspelt choice of the world
  choosing({ n: range(1, 2) }, { when: ({ m }) => m > 1 });
  // @ts-expect-error a world event has no member of its own
  system({ parts: { front }, world: { "demand rises": { when: (s) => s.threads > 0 } } });
  // @ts-expect-error misspelt word of a world event
  system({ parts: { front }, world: { "demand rises": { than: () => undefined } } });
};

export const clocks = () => {
  // @ts-expect-error a clock says how long a tick is
  system({ parts: { front }, clock: {} });
  // @ts-expect-error in words
  system({ parts: { front }, clock: { tick: 15 } });
  // @ts-expect-error misspelt word of a clock
  system({ parts: { front }, clock: { tick: "1 minute", than: () => undefined } });
  // @ts-expect-error the clock's effect has no member
  system({ parts: { front }, clock: { tick: "1 minute", then: (s) => s.threads } });
  // @ts-expect-error together is true or a number
  system({ parts: { front }, rules: { front: { join: { together: "all" } } }, clock: { tick: "1 minute" } });
  // @ts-expect-error together is true or left out
  system({ parts: { front }, rules: { front: { join: { together: false } } }, clock: { tick: "1 minute" } });
  // @ts-expect-error atOnce is true or left out
  system({ parts: { front }, rules: { front: { join: { atOnce: 1 } } }, clock: { tick: "1 minute" } });
  // @ts-expect-error an event of the world has no members that could take part
  system({ parts: { front }, world: { rain: { together: true } }, clock: { tick: "1 minute" } });
  // @ts-expect-error neither has a variable
  system({ parts: { level }, rules: { level: { rise: { together: true } } }, clock: { tick: "1 minute" } });
  // @ts-expect-error nor a channel
  system({ parts: { inbox }, rules: { inbox: { deliver: { together: true } } }, clock: { tick: "1 minute" } });
  // @ts-expect-error together, nobody could say who chooses what
  front.choosing({ peer: front }, { together: true });
};

export const properties = () => {
  // @ts-expect-error a property is a function
  always(front.in("absent") === 0);
  // @ts-expect-error a property answers yes or no
  always(() => front.in("serving"));
  // @ts-expect-error a property has no argument
  reachable((s) => s.threads > 0);
  // @ts-expect-error `old` takes a function
  everyStep(() => old(level.value) <= level.value);
  // @ts-expect-error misspelt word
  recovers(() => true, { assumng: () => true });
  // @ts-expect-error a goal is a function
  eventually(level.value === 3);
  // @ts-expect-error two of them
  leadsTo(() => true);
  // @ts-expect-error without what?
  settles(() => true);
  // @ts-expect-error events are named
  settles(() => true, { without: [3] });
  const parts = { front, inbox, pair: { ring }, cells: [ring, ring] };
  const world = { "demand rises": {} };
  // @ts-expect-error a misspelt event
  system({ parts, world, properties: { a: settles(() => true, { without: ["front.fial"] }) } });
  // @ts-expect-error a misspelt part
  system({ parts, world, properties: { a: settles(() => true, { without: ["frnt.fail"] }) } });
  // @ts-expect-error a misspelt event of the world
  system({ parts, world, properties: { a: settles(() => true, { without: ["demand rise"] }) } });
  // @ts-expect-error an event of another part
  system({ parts, world, properties: { a: settles(() => true, { without: ["pair.ring.fail"] }) } });
  // @ts-expect-error one of several that is misspelt
  system({ parts, world, properties: { a: settles(() => true, { without: ["front.fail", "cells.pas"] }) } });
  // @ts-expect-error a property is made by always, reachable, everyStep, recovers and so on
  system({ parts: { front }, properties: { "the fleet serves": () => true } });
  // @ts-expect-error misspelt fairness
  system({ parts: { front }, rules: { front: { fail: { fair: "weekly" } } } });
  // @ts-expect-error the world has no members to be fair to
  system({ parts: { front }, world: { "a quake": { fair: "weak", fairEach: true } } });
  // @ts-expect-error misspelt terminal
  system({ parts: { front }, terminal: "everywhere" });
  // @ts-expect-error a system has no such thing
  system({ parts: { front }, invariants: {} });
};

const body = () => system({ parts: { front }, properties: { "the fleet serves": reachable(() => true) } });

export const scenarios = () => {
  // @ts-expect-error misspelt claim
  spec({ name: "s", scenarios: { a: { expect: { "the fleet servs": "unreached" } } }, build: body });
  // @ts-expect-error misspelt built-in claim
  spec({ name: "s", scenarios: { a: { expect: { "no deadlocks": "holds" } } }, build: body });
  // @ts-expect-error misspelt verdict
  spec({ name: "s", scenarios: { a: { expect: { "the fleet serves": "unreachable" } } }, build: body });
  // @ts-expect-error nobody expects a search to be incomplete
  spec({ name: "s", scenarios: { a: { expect: { "the fleet serves": "incomplete" } } }, build: body });
  // @ts-expect-error misspelt parameter of a scenario
  spec({ name: "s", params: { servers: 3 }, scenarios: { a: { with: { server: 3 } } }, build: body });
  // @ts-expect-error a parameter of another kind
  spec({ name: "s", params: { servers: 3 }, scenarios: { a: { with: { servers: "3" } } }, build: body });
  const policies = { policy: oneOf("halt", "go") };
  // @ts-expect-error an option that there is not
  spec({ name: "s", params: policies, scenarios: { a: { with: { policy: "stop" } } }, build: body });
  // @ts-expect-error misspelt word of a scenario
  spec({ name: "s", scenarios: { a: { expects: {} } }, build: body });
  // @ts-expect-error misspelt parameter
  spec({ name: "s", params: { servers: 3 }, build: ({ server }) => system({ parts: { f: fleet(Server, server) } }) });
  // @ts-expect-error a parameter is a number, a flag, a word or a domain
  spec({ name: "s", params: { servers: [3] }, build: body });
  const swept = { name: "s", params: { servers: 3, policy: oneOf("halt", "go") }, scenarios: { a: {} }, build: body };
  // @ts-expect-error a misspelt parameter
  spec({ ...swept, sweeps: { b: { over: { server: range(1, 3) } } } });
  // @ts-expect-error values of another kind
  spec({ ...swept, sweeps: { b: { over: { servers: flag() } } } });
  // @ts-expect-error a value that the parameter does not have
  spec({ ...swept, sweeps: { b: { over: { policy: ["halt", "stop"] } } } });
  // @ts-expect-error a misspelt scenario
  spec({ ...swept, sweeps: { b: { over: { servers: [1, 2] }, scenario: "c" } } });
  // @ts-expect-error a misspelt claim
  spec({ ...swept, sweeps: { b: { over: { servers: [1, 2] }, properties: ["the fleet servs"] } } });
  // @ts-expect-error a misspelt key
  spec({ ...swept, sweeps: { b: { over: { servers: [1, 2] }, propertys: [] } } });
  // @ts-expect-error a misspelt claim
  spec({ ...swept, monotone: { servers: ["the fleet servs"] } });
  // @ts-expect-error words do not grow
  spec({ ...swept, monotone: { policy: ["the fleet serves"] } });
  // @ts-expect-error `build` returns a system
  spec({ name: "s", build: () => ({ parts: { front } }) });
  // @ts-expect-error a spec has a name
  spec({ build: body });
};

const signIns = spec({
  name: "sign-ins",
  given: { streamWorks: flag() },
  params: { buffer: 2 },
  build: (_, { streamWorks }) => {
    // @ts-expect-error what is given is a function, not a value
    const works: boolean = streamWorks;
    // @ts-expect-error it is not given
    return system({ parts: { client }, provides: { works: () => works }, properties: { p: always(() => works()) } });
  },
});
const offering = spec({
  name: "offering",
  given: { streamWorks: flag() },
  params: { buffer: 2 },
  build: () =>
    system({ parts: { client }, properties: { claimed: always(() => true) }, provides: { open: () => client.open } }),
});

export const composition = () => {
  // @ts-expect-error it takes something from outside
  include(signIns, { given: {} });
  // @ts-expect-error given as a value
  include(signIns, { given: { streamWorks: true } });
  // @ts-expect-error a flag is given, not a number
  include(signIns, { given: { streamWorks: () => 3 } });
  // @ts-expect-error the parameter is misspelt
  include(signIns, { with: { bufer: 3 }, given: { streamWorks: () => true } });
  const users = include(offering, { given: { streamWorks: () => true } });
  // @ts-expect-error it does not offer this
  users.provides.closed();
  // @ts-expect-error it has no such part
  users.parts.clients.is("idle");
  spec({
    name: "region",
    // @ts-expect-error the included system claims no such thing
    scenarios: { a: { expect: { "users.claim": "holds" } } },
    build: () => system({ parts: { users } }),
  });
  // @ts-expect-error the included part has no such event
  system({ parts: { users }, rules: { users: { client: { wakee: {} } } } });
};

export const inTests = () => {
  expect(fleets).toHold("a server has four threads", { scenario: "as declared", params: { servers: 3 } });
  // @ts-expect-error the claim is called "no server is absent"
  expect(fleets).toViolate("no server is absnt");
  // @ts-expect-error the parameter is called "servers"
  expect(fleets).toReach("a server has four threads", { params: { server: 3 } });
  // @ts-expect-error a number
  expect(fleets).toHold({ params: { servers: "three" } });
  // @ts-expect-error a step says which event
  expect(fleets).toSurvive("no server is absent", { steps: [{ part: "front", member: 1 }] });
};
