// Every form of the language, written without a single annotation: that this file compiles is the test of what the
// types infer. forms.test.ts runs the specs, so that what compiles also means something.
import {
  always,
  channel,
  choosing,
  eventually,
  everyStep,
  flag,
  fleet,
  infinitelyOften,
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

export const Server = machine("server", "absent", [
  t("absent", "join", "building"),
  t("building", "learnPeer", "building"),
  t("building", "finishMap", "serving"),
  t("serving", "fail", "absent"),
]);

export const Node = machine("node", "idle", [t("idle", "wake", "busy"), t("busy", "pass", "idle")]);

/** Parameters of every kind, scenarios, expectations, start groups, and every question a fleet answers. */
export const fleets = spec({
  name: "fleets",
  params: { servers: 2, added: 1, wary: false, region: "us-east-1", policy: oneOf("halt", "go"), limit: range(1, 3) },
  scenarios: {
    "as declared": { expect: { "no server is absent": "violated", "a server has four threads": "unreached" } },
    "all named": {
      with: { servers: 1, added: 0, wary: true, region: "eu-west-1", policy: "go", limit: 2 },
      expect: {
        others: "holds",
        "no deadlock": "holds",
        "values stay in their domains": "holds",
        "calls are accepted": "holds",
        "effects do not throw": "holds",
        "no server is absent": "violated",
        "a server has four threads": "unreached",
      },
    },
  },
  monotone: { servers: ["no server is absent", "no deadlock"], limit: [] },
  sweeps: {
    "all of it": { over: { servers: range(1, 3) } },
    "some of it": {
      over: { policy: oneOf("go", "halt"), wary: flag(), region: ["us-east-1", "eu-west-1"], limit: [1, 3] },
      scenario: "all named",
      properties: ["a server has four threads", "no deadlock"],
    },
  },
  build({ servers, added, wary, region, policy, limit }) {
    const front = fleet(Server, servers + added, {
      vars: { threads: range(0, 3), wary: flag(), zone: oneOf("a", "b", 3), peer: maybe(range(1, 2)) },
      start: [
        { members: servers, state: ["absent", "building"], wary: [true, false], threads: Math.min(limit, 1) },
        { members: added, cohort: "added", zone: "b", peer: undefined },
      ],
    });
    const alone = fleet(Server, 1);
    return system({
      parts: { front, alone },
      rules: {
        front: {
          join: {
            when: (s) => s.cohort !== "added" || policy === "go" || region.startsWith("us") || wary,
            then: (s) => {
              s.threads = 0;
              s.zone = 3;
            },
          },
          learnPeer: {
            fair: "strong",
            fairEach: true,
            when: (s) => s.threads < 3 && s.is("building", "serving") && s.state !== "absent",
            then: (s) => {
              s.threads += 1;
              s.peer = s.peer === undefined ? 1 : undefined;
            },
          },
          fail: { onlyWhenCalled: true },
        },
      },
      terminal: () => front.every((s) => s.threads >= 0),
      properties: {
        "the fleet serves": reachable(() => front.in("serving") === front.size && alone.size === 1),
        "a server has four threads": reachable(() => front.some((s) => s.threads > 3)),
        "no server is absent": always(() => front.in("absent", "serving") >= 0 && !front.some((s) => s.is("absent"))),
        "sums are sums": always(
          () =>
            front.sum((s) => s.threads) >= front.max((s) => s.threads) &&
            front.min((s) => s.threads) >= 0 &&
            front.count((s) => s.wary) === front.filter((s) => s.wary).size &&
            front
              .filter((s) => s.cohort === "added")
              .filter((s) => s.zone === "a")
              .every((s) => s.can("join")),
        ),
        "zones are few": always(() => {
          for (const s of front) if (s.zone !== "a" && s.zone !== "b" && s.zone !== 3) return false;
          return true;
        }),
      },
    });
  },
});

/** Members that know members, choices among members and values, calls, and the start effect. */
export const members = spec({
  name: "members",
  build() {
    const front = fleet(Server, 2, { vars: (self) => ({ knows: setOf(self), lead: maybe(self) }) });
    const client = one(Node, {
      vars: {
        home: maybe(front),
        tried: setOf(front),
        trail: list(front, 2),
        last: record({ to: maybe(front), n: range(0, 2) }),
      },
      start: { state: "busy" },
    });
    return system({
      parts: { front, client },
      start: () => {
        for (const s of front) {
          s.knows.add(s);
          if (client.home === undefined) client.home = s;
        }
      },
      rules: {
        front: {
          join: front.choosing(
            { peer: front, batch: range(1, 2), how: oneOf("calling", "not calling") },
            {
              when: (s, { peer, batch, how }) =>
                peer !== s && !s.knows.has(peer) && batch < 2 && how === "calling" && peer.state !== "serving",
              then: (s, { peer }) => {
                s.knows.add(peer);
                s.lead = peer;
                if (peer.can("finishMap")) peer.dispatch("finishMap");
              },
            },
          ),
          learnPeer: {
            when: (s) => s.knows.size < 2 && s.knows.some((p) => p.is("absent")) && s.lead !== s,
            then: (s) => {
              for (const p of s.knows) if (p.can("fail")) p.dispatch("fail");
            },
          },
        },
        client: {
          wake: { when: (s) => s.home !== undefined && s.home.knows.size > 0 },
          pass: client.choosing(
            { next: front },
            {
              when: (s, { next }) => !s.tried.has(next) && s.trail.every((seen) => seen !== next) && s.trail.length < 2,
              then: (s, { next }) => {
                s.tried.add(next);
                s.trail.push(next);
                s.home = next;
                s.last = { to: next, n: s.trail.length };
                s.last.n = 1;
                s.trail[0]?.knows.delete(next);
              },
            },
          ),
        },
      },
      terminal: "anywhere",
      properties: {
        "a home is kept": always(() => client.home !== undefined && client.is("idle", "busy")),
        "the last home was tried": always(() => client.last.to === undefined || client.tried.has(client.last.to)),
        "a trail is followed": reachable(() => client.trail.length === 1 && client.trail[0]?.state === "absent"),
      },
    });
  },
});

/** Rings, lines, and what only members with a position answer. */
export const positions = spec({
  name: "positions",
  params: { nodes: 3 },
  build({ nodes }) {
    const ring = ordered(Node, nodes, {
      vars: { token: flag() },
      start: [{ token: true, state: "busy" }, { members: nodes - 1 }],
    });
    const line = ordered(Node, 2, { shape: "line", vars: { level: range(0, 1) } });
    const pairs = ordered(Node, 2, { vars: (self) => ({ other: maybe(self) }) });
    return system({
      parts: { ring, line, pairs },
      rules: {
        ring: {
          wake: ring.choosing({ at: ring }, { when: (s, { at }) => at.index === s.index && s.token }),
          pass: {
            when: (s) => s.token && s.index < nodes && ring.previous(s).state === "idle",
            then: (s) => {
              ring.next(s).token = true;
              s.token = false;
            },
          },
        },
        line: {
          pass: { when: (s) => line.next(s)?.state === "busy" || line.previous(s) === undefined },
          wake: {
            when: (s) => s.level < 1,
            then: (s) => {
              const next = line.next(s);
              if (next) next.level = 1;
            },
          },
        },
        pairs: {
          wake: {
            then: (s) => {
              s.other = pairs.next(s);
            },
          },
        },
      },
      terminal: "anywhere",
      properties: {
        "one token": always(() => ring.count((s) => s.token) === 1 && ring.sum((s) => (s.token ? 1 : 0)) === 1),
        "somebody has it": always(() => ring.find((s) => s.token)?.token === true),
        "indices count": always(() => ring.map((s) => s.index).join() === "0,1,2".slice(0, 2 * nodes - 1)),
        folded: always(() => ring.reduce((sofar, s) => sofar + s.index, 0) === (nodes * (nodes - 1)) / 2),
        "the first is first": always(() => ring.at(0).index === 0 && line.size === 2),
      },
    });
  },
});

/** Single parts, variables, channels, the world, and arrays and records of parts. */
export const around = spec({
  name: "around",
  params: { lossy: true, order: oneOf("any", "fifo") },
  build({ lossy, order }) {
    const front = fleet(Server, 1);
    const web = one(Node, {
      vars: { buffered: range(0, 2), mode: oneOf("block", "drop") },
      start: { buffered: [0, 1] },
    });
    const level = variable(range(0, 3), [1, 2]);
    const alarm = variable(flag());
    const seats = variable(setOf(range(0, 1)), new Set([0]));
    const queue = variable(list(oneOf("x", "y"), 2), ["x"]);
    const inbox = channel(record({ to: front, body: oneOf("ping", "pong") }), {
      capacity: 1,
      order,
      lossy,
      duplicating: false,
    });
    const wire = channel(range(0, 1), { capacity: 1 });
    const cells = [one(Node), one(Node)];
    const pair = { left: fleet(Node, 1), right: ordered(Node, 1, { shape: "line" }) };
    return system({
      parts: { front, web, level, alarm, seats, queue, inbox, wire, cells, pair },
      rules: {
        web: {
          wake: {
            when: (s) => s.buffered < 2 && web.buffered === s.buffered && s.mode === "block",
            then: (s) => {
              s.buffered += 1;
              web.mode = "drop";
            },
          },
        },
        level: {
          rise: {
            when: (v) => v.value < 3,
            then: (v) => {
              v.value += 1;
            },
          },
        },
        seats: {
          swap: {
            when: (v) => v.value.has(0),
            then: (v) => {
              v.value.delete(0);
              v.value.add(1);
            },
          },
        },
        queue: {
          shift: {
            when: (v) => v.value.length > 0 && v.value[0] === "x",
            then: (v) => {
              v.value.shift();
              v.value.push("y");
            },
          },
        },
        inbox: {
          deliver: {
            when: (c) => c.length > 0 && !alarm.value && c.head.body === "ping",
            then: (c) => {
              const { to } = c.receive();
              if (to.can("join")) to.dispatch("join");
            },
          },
        },
        wire: {
          take: {
            fair: "strong",
            when: (c) => c.full,
            then: (c) => (c.receive() === 1 ? web.buffered === 0 : undefined),
          },
        },
        cells: { pass: { fair: "weak", when: (s) => s.is("busy") } },
        pair: { left: { wake: {} }, right: { wake: { when: (s) => s.index === 0 } } },
      },
      world: {
        "the alarm sounds": {
          when: () => !alarm.value,
          then: () => {
            alarm.value = true;
          },
        },
        "a message is sent": choosing(
          { to: front, body: oneOf("ping", "pong"), n: range(0, 1) },
          {
            when: ({ to, body, n }) => !inbox.full && !wire.full && to.is("absent") && (body === "ping" || n > 0),
            then: ({ to, body, n }) => {
              inbox.send({ to, body });
              wire.send(n);
            },
          },
        ),
        "nothing happens": { fair: "weak", then: () => undefined },
      },
      properties: {
        "the level stays low": everyStep(() => level.value >= old(() => level.value)),
        "a channel is short": always(
          () => inbox.length <= 1 && wire.length <= 1 && cells.every((c) => c.state !== undefined),
        ),
        "the level can rise": recovers(() => level.value === 3),
        "once and assuming": recovers(() => level.value === 3, {
          once: () => level.value > 0,
          assuming: () => web.can("wake") || web.cohort === "",
        }),
        "the level is a level": eventually(() => level.value >= 0),
        "again and again": infinitelyOften(() => level.value >= 0),
        "it leads to itself": leadsTo(
          () => alarm.value,
          () => alarm.value || level.value < 0,
        ),
        "it settles": settles(() => level.value >= 0, {
          without: ["front.join", "cells.pass", "pair.left.wake", "web.wake", "wire.take", "the alarm sounds"],
        }),
        "left wakes": reachable(() => pair.left.in("busy") === 1 && pair.right.at(0).is("busy")),
      },
    });
  },
});

/** Time: what happens at once, what happens together, and what each tick does. */
export const rounds = spec({
  name: "rounds",
  params: { batch: 1 },
  scenarios: {
    "one by one": {},
    "two by two": { with: { batch: 2 }, expect: { "time can pass": "holds", "no zero-time cycle": "holds" } },
  },
  build({ batch }) {
    const front = fleet(Server, 3, { vars: { age: range(0, 1) } });
    const quarters = variable(range(0, 3));
    return system({
      parts: { front, quarters },
      rules: {
        front: {
          join: { together: batch },
          learnPeer: {
            together: true,
            when: (s) => s.age === 0,
            then: (s) => {
              s.age = 1;
            },
          },
          finishMap: { atOnce: true, when: (s) => s.age === 1 },
          fail: { onlyWhenCalled: true },
        },
      },
      world: { "an hour is over": { atOnce: true, when: () => false } },
      clock: {
        tick: "15 minutes",
        then: () => {
          quarters.value = Math.min(3, quarters.value + 1);
        },
      },
      properties: { "all serve": reachable(() => front.in("serving") === front.size) },
    });
  },
});

/** As small as a spec gets. */
export const least = spec({ name: "least", build: () => system({ parts: { node: one(Node) } }) });
