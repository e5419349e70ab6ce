import { always, machine, one, spec, system, t } from "fleetcheck";

const Door = machine("door", "shut", [t("shut", "open", "ajar"), t("ajar", "close", "shut")]);

export default spec({
  name: "door",
  scenarios: {
    // @ts-expect-error the claim is called "it shuts"
    "as built": { expect: { "it shut": "violated" } },
    "as sold": { expect: { "it shuts": "unreached" } },
  },
  build() {
    const door = one(Door);
    return system({ parts: { door }, properties: { "it shuts": always(() => door.is("shut")) } });
  },
});

/* $ fleetcheck check test/bad/expectation.ts
test/bad/expectation.ts:5:16  scenario `as built` expects something of `it shut`, which is no claim of spec `door`
  why: its claims are: `no deadlock`, `values stay in their domains`, `calls are accepted`, `effects do not throw`, `it shuts`
  fix: use one of these names, or `others`
test/bad/expectation.ts:5:16  scenario `as sold` expects `unreached` of `it shuts`
  why: a claim of kind `always` holds or is violated
  fix: expect one of these, or leave it out
*/
