// Spec files as syntax trees. Only they and the files that they import by a relative path are read: what is asked here
// is what names stand for inside them, and neither types nor libraries are needed for that.
import { dirname, resolve } from "node:path";
import { Project, type SourceFile, type ts } from "ts-morph";

/** One for all specs of a run: files that several import are parsed once. */
export function newProject(): Project {
  return new Project({
    skipAddingFilesFromTsConfig: true,
    compilerOptions: { noLib: true, types: [], allowJs: true, allowImportingTsExtensions: true, noEmit: true },
    resolutionHost: () => ({ resolveModuleNames: (names, from) => names.map((name) => relativeModule(name, from)) }),
  });
}

/** A file with all that it imports by a relative path, itself first. */
export function filesOf(project: Project, path: string, seen: ReadonlySet<string> = new Set()): SourceFile[] {
  const file = seen.has(path) ? undefined : project.addSourceFileAtPathIfExists(path);
  if (!file) return [];
  const imported = file.getImportDeclarations().map((declaration) => declaration.getModuleSpecifierValue());
  const within = new Set([...seen, path]);
  const others = imported.filter(isRelative).flatMap((name) => filesOf(project, resolve(dirname(path), name), within));
  return [...new Set([file, ...others])];
}

const isRelative = (name: string): boolean => /^\.\.?\//.test(name);

function relativeModule(name: string, from: string): ts.ResolvedModule | undefined {
  return isRelative(name)
    ? { resolvedFileName: resolve(dirname(from), name), isExternalLibraryImport: false }
    : undefined;
}
