import { machine, one, range, spec, system, t } from "fleetcheck";

const Door = machine("door", "shut", [t("shut", "open", "ajar"), t("ajar", "close", "shut")]);
const sizes = new Map([["small", 1]]);

export default spec({
  name: "door",
  params: { size: "large" },
  build({ size }) {
    const bolts = sizes.get(size);
    if (bolts === undefined) throw new Error(`no door is ${size}`);
    return system({ parts: { door: one(Door, { vars: { drawn: range(0, bolts) } }) } });
  },
});

/* $ fleetcheck check test/bad/build-throws.ts
test/bad/build-throws.ts:11:36  `build` of spec `door` threw: no door is large
  why: the system could not be built for these parameters: {"size":"large"}
  fix: mend the line that is named, or give the parameters a range in which it works
*/
