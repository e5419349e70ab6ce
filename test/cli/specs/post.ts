// Steps that say a lot: choices, calls, messages, members, records, and what the world does.
import {
  always,
  channel,
  choosing,
  fleet,
  flag,
  machine,
  maybe,
  one,
  range,
  record,
  spec,
  system,
  t,
  variable,
} from "fleetcheck";

const Clerk = machine("clerk", "idle", [t("idle", "take", "busy"), t("busy", "stamp", "idle")]);
const Bell = machine("bell", "silent", [t("silent", "ring", "rung"), t("rung", "hush", "silent")]);

export default spec({
  name: "post office",
  scenarios: { "a day": { expect: { "no letter is stamped twice": "violated" } } },
  build() {
    const clerks = fleet(Clerk, 2, {
      vars: { letters: range(0, 2) },
      start: [{ members: 1, cohort: "new" }, { members: 1 }],
    });
    const bell = one(Bell);
    const desk = variable(record({ clerk: maybe(clerks), stamped: range(0, 2), open: flag() }));
    const slot = channel(range(1, 2), { capacity: 2 });
    return system({
      parts: { clerks, bell, desk, slot },
      rules: {
        clerks: {
          take: {
            when: () => slot.length > 0 && desk.value.open,
            then: (s) => {
              s.letters = slot.receive();
              desk.value = { ...desk.value, clerk: s };
              if (bell.can("ring")) bell.dispatch("ring");
            },
          },
          stamp: clerks.choosing(
            { ink: range(1, 2) },
            {
              then: (s, { ink }) => {
                desk.value = { ...desk.value, stamped: Math.min(2, desk.value.stamped + ink) };
                s.letters = 0;
              },
            },
          ),
        },
        bell: { ring: { onlyWhenCalled: true } },
      },
      world: {
        "the post is opened": {
          when: () => !desk.value.open,
          then: () => {
            desk.value = { ...desk.value, open: true };
          },
        },
        "a letter comes": choosing(
          { size: range(1, 2) },
          {
            when: () => !slot.full,
            then: ({ size }) => {
              slot.send(size);
            },
          },
        ),
      },
      terminal: "anywhere",
      properties: { "no letter is stamped twice": always(() => desk.value.stamped < 2) },
    });
  },
});
