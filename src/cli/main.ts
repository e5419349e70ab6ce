// The command `fleetcheck`. Start-up counts: this file loads nothing but what lets Node keep compiled code from run to
// run; the command line comes next, and each command brings what it needs.
import { enableCompileCache } from "node:module";

enableCompileCache();
const { run } = await import("./command.ts");
process.exitCode = await run(process.argv.slice(2));
