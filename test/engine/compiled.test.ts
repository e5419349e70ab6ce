import { engineSuite } from "./suite.ts";

engineSuite("the compiled engine", () => ({ engine: "compiled", symmetry: "off" }), [
  "`old` outside `everyStep`",
  "assigning `asked`, which is captured",
  "changing a captured array",
  "the global `Date`",
  "the global `performance`",
  "the native function random",
  "writing to others in a rule that is `together`",
]);
