import { machine, one, range, spec, system, t } from "fleetcheck";

const Door = machine("door", "shut", [t("shut", "open", "ajar"), t("ajar", "close", "shut")]);

export default spec({
  name: "door",
  build: () =>
    system({
      parts: { door: one(Door, { vars: { bolts: range(0, 3) }, start: { bolts: 2 } }) },
      rules: {
        door: {
          // @ts-expect-error a number is no answer
          open: { when: (s) => s.bolts },
        },
      },
    }),
});

/* $ fleetcheck check test/bad/answers.ts
test/bad/answers.ts:13:25  the guard of `door.open` returned 2
  why: a guard or a property says true or false; what else counts as true is easily mistaken
  fix: compare it, as in `=== 0` or `!== undefined`
  it showed after these steps:
    start  door: shut, bolts 2
*/
