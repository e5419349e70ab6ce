import { machine, one, range, spec, system, t } from "fleetcheck";

const Door = machine("door", "shut", [t("shut", "open", "ajar"), t("ajar", "close", "shut")]);

export default spec({
  name: "doors",
  build() {
    const inner = one(Door, { vars: { width: range(0, 2) } });
    const outer = one(Door);
    return system({
      parts: { inner, outer },
      rules: {
        inner: { open: inner.choosing({ width: range(1, 2) }, { then: (s, { width }) => void (s.width = width) }) },
        outer: { open: { then: () => inner.dispatch("open") } },
      },
    });
  },
});

/* $ fleetcheck check test/bad/called.ts
test/bad/called.ts:14:44  the effect of `outer.open` dispatches or asks can() for `inner.open`, whose rule has choices
  why: a call must say what happens; a rule with choices leaves it open
  fix: dispatch an event without choices, or set the choice in a variable first
  it showed after these steps:
    start  inner: shut · outer: shut
*/
