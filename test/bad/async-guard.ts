import { machine, one, spec, system, t } from "fleetcheck";

const Door = machine("door", "shut", [t("shut", "open", "ajar"), t("ajar", "close", "shut")]);

export default spec({
  name: "door",
  build: () =>
    system({
      parts: { door: one(Door) },
      rules: {
        door: {
          open: {
            // @ts-expect-error a guard answers at once
            when: async () => true,
          },
        },
      },
    }),
});

/* $ fleetcheck check test/bad/async-guard.ts
test/bad/async-guard.ts:14:19  the guard of `door.open` of spec `door` is async or a generator
  why: a transition is one atomic step; nothing can happen in the middle of a function
  fix: write it as a plain function
*/
