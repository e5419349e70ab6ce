import { engineSuite } from "./suite.ts";

engineSuite("the compiled engine", () => ({ engine: "compiled", symmetry: "off" }), [
  "`old` outside `everyStep`",
  "assigning `asked`, which is captured",
  "changing a captured array",
  "the claim `back`, which is decided on the graph",
  "the claim `claim`, which is decided on the graph",
  "the claim `it ends`, which is decided on the graph",
  "the claim `stays low`, which is decided on the graph",
  "the claim `time can pass`, which is decided on the graph",
  "the global `Date`",
  "the global `performance`",
  "the native function random",
]);
