// What `npm init` writes says "type": "commonjs", for which Node refuses every `import`. A spec is a module all the same.
import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";

/** Lets Node load an author's files by what they are written in, whatever the package around them says. */
export function loadModulesAnywhere(): { deregister(): void } {
  return registerHooks({
    load(url, context, next) {
      const format = MODULE_FORMATS.get(context.format ?? "");
      return next(url, format !== undefined && isModule(url) ? { ...context, format } : context);
    },
  });
}

const MODULE_FORMATS: ReadonlyMap<string, string> = new Map([
  ["commonjs", "module"],
  ["commonjs-typescript", "module-typescript"],
]);

/** A line that begins an import or export statement; not `import(…)`, and not `import x = require(…)`. */
const IMPORT_OR_EXPORT = /^\s*(import\s*["'{*]|import\s[^=(]*\sfrom\s|export\s*[\w*{])/m;

/** Another package's file is what that package says it is; so is a file that says by its name that it is no module. */
function isModule(url: string): boolean {
  if (!/^file:.*\.[jt]s$/.test(url) || url.includes("/node_modules/")) return false;
  return IMPORT_OR_EXPORT.test(readFileSync(fileURLToPath(url), "utf8"));
}
