// Small systems in which members hold members in every way that a domain allows, with starts that favour nobody.
import {
  always,
  channel,
  choosing,
  fleet,
  flag,
  list,
  machine,
  maybe,
  one,
  range,
  reachable,
  record,
  setOf,
  spec,
  system,
  t,
  variable,
  type Spec,
} from "fleetcheck";

const Peer = machine("peer", "idle", [t("idle", "meet", "busy"), t("busy", "part", "idle"), t("busy", "pass", "busy")]);
const Judge = machine("judge", "open", [t("open", "rule", "open")]);

export const relations: Readonly<Record<string, Spec>> = {
  "a member that holds one of its own fleet": spec({
    name: "pointers",
    build() {
      const peers = fleet(Peer, 3, { vars: (self) => ({ to: maybe(self) }) });
      return system({
        parts: { peers },
        rules: {
          peers: {
            meet: peers.choosing({ other: peers }, { then: (p, { other }) => void (p.to = other) }),
            part: { when: (p) => p.to !== undefined && p.to !== p, then: (p) => void (p.to = undefined) },
            pass: { when: () => peers.in("busy") > 1 },
          },
        },
        properties: { "all can hold themselves": reachable(() => peers.every((p) => p.to === p)) },
      });
    },
  }),
  "members that hold sets of their own fleet, in cohorts": spec({
    name: "meshes",
    build() {
      const peers = fleet(Peer, 4, {
        vars: (self) => ({ knows: setOf(self) }),
        start: [
          { members: 3, cohort: "old" },
          { members: 1, cohort: "new" },
        ],
      });
      return system({
        parts: { peers },
        rules: {
          peers: {
            meet: peers.choosing(
              { other: peers },
              {
                when: (p, { other }) => p !== other && !p.knows.has(other) && p.cohort === "old",
                then: (p, { other }) => p.knows.add(other),
              },
            ),
            pass: { when: () => false },
          },
        },
        properties: { "somebody can know two": reachable(() => peers.some((p) => p.knows.size === 2)) },
      });
    },
  }),
  "two fleets, one of which holds the other": spec({
    name: "hosts and guests",
    build() {
      const hosts = fleet(Peer, 2);
      const guests = fleet(Peer, 3, { vars: { at: maybe(hosts) } });
      return system({
        parts: { hosts, guests },
        rules: {
          hosts: { part: { when: (h) => guests.every((g) => g.at !== h) } },
          guests: {
            meet: guests.choosing(
              { host: hosts },
              {
                when: (_, { host }) => host.is("busy"),
                then: (g, { host }) => void (g.at = host),
              },
            ),
            part: { then: (g) => void (g.at = undefined) },
          },
        },
        properties: {
          "a host is never crowded": always(() => hosts.every((h) => guests.count((g) => g.at === h) < 3)),
        },
      });
    },
  }),
  "lists, records and sets of pairs": spec({
    name: "queues",
    build() {
      const peers = fleet(Peer, 3);
      const queue = variable(list(record({ who: peers, urgent: flag() }), 2));
      const pairs = variable(setOf(record({ a: peers, b: peers })));
      return system({
        parts: { peers, queue, pairs },
        rules: {
          peers: {
            meet: { when: () => queue.value.length < 2, then: (p) => void queue.value.push({ who: p, urgent: false }) },
            part: {
              when: (p) => queue.value[0]?.who === p,
              then: (p) => {
                const [, next] = queue.value;
                if (next && pairs.value.size < 2) pairs.value.add({ a: p, b: next.who });
                queue.value.shift();
              },
            },
            pass: { when: () => false },
          },
        },
        properties: { "two pairs can form": reachable(() => pairs.value.size === 2) },
      });
    },
  }),
  "messages without order": spec({
    name: "post",
    build() {
      const peers = fleet(Peer, 3, { vars: { got: range(0, 1) } });
      const post = channel(record({ from: peers, to: peers }), {
        capacity: 2,
        order: "any",
        lossy: true,
        duplicating: true,
      });
      return system({
        parts: { peers, post },
        rules: {
          peers: {
            meet: peers.choosing(
              { to: peers },
              { when: (p, { to }) => p !== to && !post.full, then: (p, { to }) => post.send({ from: p, to }) },
            ),
            part: {
              when: (p) => post.length > 0 && post.head.to === p,
              then: (p) => {
                post.receive();
                p.got = 1;
              },
            },
            pass: { when: () => false },
          },
        },
        terminal: "anywhere",
        properties: { "all can get one": reachable(() => peers.every((p) => p.got === 1)) },
      });
    },
  }),
  "sets of sets": spec({
    name: "committees",
    build() {
      const peers = fleet(Peer, 3);
      const judge = one(Judge, { vars: { committees: setOf(setOf(peers)), chair: maybe(peers) } });
      return system({
        parts: { peers, judge },
        rules: {
          peers: { pass: { when: () => false } },
          judge: {
            rule: judge.choosing(
              { all: setOf(peers) },
              {
                when: (j, { all }) => j.committees.size < 2 && all.size > 0,
                then: (j, { all }) => j.committees.add(all),
              },
            ),
          },
        },
        world: { "a chair is chosen": choosing({ who: peers }, { then: ({ who }) => void (judge.chair = who) }) },
        properties: { "two committees can sit": reachable(() => judge.committees.size === 2) },
      });
    },
  }),
  "members in one part, by themselves and in sets": spec({
    name: "flags",
    build() {
      const peers = fleet(Peer, 4);
      const judge = one(Judge, {
        vars: { heard: setOf(peers), last: maybe(peers), pair: maybe(record({ a: peers, b: peers })) },
      });
      return system({
        parts: { peers, judge },
        rules: {
          peers: { pass: { when: () => false } },
          judge: {
            rule: judge.choosing(
              { who: peers },
              {
                when: (j, { who }) => who.is("busy") && !j.heard.has(who),
                then: (j, { who }) => {
                  j.pair = j.last && { a: j.last, b: who };
                  j.last = who;
                  j.heard.add(who);
                },
              },
            ),
          },
        },
        properties: { "all can be heard": reachable(() => judge.heard.size === peers.size) },
      });
    },
  }),
  "members that act together, of whom some are held": spec({
    name: "rounds",
    build() {
      const peers = fleet(Peer, 4, { vars: (self) => ({ to: maybe(self) }) });
      const lead = variable(maybe(peers));
      return system({
        parts: { peers, lead },
        rules: {
          peers: {
            meet: { together: 1, then: (p) => void (p.to = lead.value) },
            part: { together: 2 },
            pass: { when: () => false },
          },
        },
        world: {
          "somebody leads": choosing(
            { who: peers },
            {
              when: ({ who }) => lead.value === undefined && who.is("busy"),
              then: ({ who }) => void (lead.value = who),
            },
          ),
        },
        clock: {
          tick: "1 minute",
          then: () => {
            if (lead.value?.is("idle")) lead.value = undefined;
          },
        },
        properties: { "two follow one": reachable(() => peers.count((p) => p.to !== undefined) > 1) },
      });
    },
  }),
};
