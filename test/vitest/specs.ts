// A lock that two can hold, the mended one, and what else a matcher may meet.
import {
  always,
  everyStep,
  fleet,
  machine,
  old,
  reachable,
  recovers,
  spec,
  system,
  t,
  variable,
  range,
} from "fleetcheck";

const Client = machine("client", "idle", [
  t("idle", "seeFree", "sure"),
  t("sure", "take", "holding"),
  t("holding", "release", "idle"),
]);

export const lock = spec({
  name: "lock",
  params: { clients: 2, twice: false },
  scenarios: {
    "looks once": { expect: { "one holds the lock at a time": "violated", "three get the lock": "unreached" } },
    "looks twice": { with: { twice: true }, expect: { "three get the lock": "unreached" } },
  },
  build({ clients, twice }) {
    const users = fleet(Client, clients);
    const isFree = () => users.in("holding") === 0;
    return system({
      parts: { users },
      rules: { users: { seeFree: { when: isFree }, ...(twice && { take: { when: isFree } }) } },
      terminal: "anywhere",
      properties: {
        "one holds the lock at a time": always(() => users.in("holding") <= 1),
        "a client gets the lock": reachable(() => users.in("holding") === 1),
        "three get the lock": reachable(() => users.in("holding") === 3),
        "all can be idle again": recovers(() => users.in("idle") === users.size),
      },
    });
  },
});

/** Counts up to a hundred, and may be stuck at ten. */
export const counter = spec({
  name: "counter",
  params: { sticks: true },
  build({ sticks }) {
    const n = variable(range(0, 100));
    return system({
      parts: { n },
      rules: {
        n: {
          count: {
            when: () => n.value < 100 && !(sticks && n.value === 10),
            then: () => {
              n.value += 1;
            },
          },
        },
      },
      properties: {
        "it grows by one": everyStep(() => n.value === old(() => n.value) + 1),
        "it ends": reachable(() => n.value === 100),
      },
    });
  },
});

const forNobody: object = { nobody: {} };
export const broken = spec({ name: "broken", build: () => system({ parts: {}, rules: forNobody }) });
