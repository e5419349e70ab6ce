import { engineSuite } from "./suite.ts";

engineSuite("the interpreted engine", () => ({ symmetry: "off" }));
