// Prints while it is loaded.
import { machine, one, spec, system, t } from "fleetcheck";

const Door = machine("door", "shut", [t("shut", "open", "ajar"), t("ajar", "close", "shut")]);
console.log("a door is declared");

export default spec({ name: "talkative", build: () => system({ parts: { door: one(Door) } }) });
