// What an engine knows of a function beyond its text: the scopes it was made in, and where. Node offers this only
// through its inspector, which runs in this very process and answers at once. It costs a few milliseconds to load, so
// nothing of it is touched before it is needed.
import type * as Inspector from "node:inspector";

/** A scope as V8 shows it: a description such as "Closure (build)", "Module" or "Global", and its names. */
export interface ScopeView {
  readonly description: string;
  readonly object: object;
}

/** Where a function begins in the text that V8 compiled, counted from 0. */
export interface GeneratedPlace {
  readonly scriptId: string;
  readonly lineNumber: number;
  readonly columnNumber: number;
}

/** A function as the inspector sees it; `scopes` is the inspector's name for its scopes, innermost first. */
interface Inspected {
  readonly place?: GeneratedPlace;
  readonly scopes?: string;
}

/** A script as V8 compiled it. */
interface Script {
  readonly url: string;
  readonly sourceMapURL: string;
}

/** Asks about some functions, while the inspector is open. */
export interface Inspection {
  readonly functions: readonly Inspected[];
  /** The scopes of each function as real objects, innermost first. Reading a name that is not initialised yet throws. */
  scopes(): readonly (readonly ScopeView[])[];
  /** The loaded scripts by id; about 20 ms the first time. */
  scripts(): ReadonlyMap<string, Script>;
}

/** Runs `look` with the inspector open on `functions`. @throws where there is no inspector, or it cannot see them */
export function inspecting<T>(functions: readonly Function[], look: (inspection: Inspection) => T): T {
  const { Session } = process.getBuiltinModule("node:inspector");
  const session = new Session();
  session.connect();
  try {
    return look(inspect(session, functions));
  } finally {
    session.disconnect(); // lets go of every object that the session named
  }
}

type Property = Inspector.Runtime.PropertyDescriptor;
type Box = { readonly functions: readonly Function[]; scopes: ScopeView[][] };

/** For one moment the functions stand on globalThis, where the inspector can be told of them. */
const KEY = "fleetcheck.inspected";

function inspect(session: Inspector.Session, functions: readonly Function[]): Inspection {
  const box: Box = { functions, scopes: [] };
  const objectId = show(session, box);
  const list = propertiesOf(session, objectId).result.find(({ name }) => name === "functions")!;
  const items = propertiesOf(session, list.value!.objectId!).result.slice(0, functions.length);
  const inspected = items.map((item) => inspectFunction(session, item));
  return {
    functions: inspected,
    scopes: () => {
      const declared = "function (...scopes) { this.scopes = scopes.map((s) => s ? Array.from(s) : []); }";
      const ids = inspected.map(({ scopes }) => (scopes === undefined ? { value: 0 } : { objectId: scopes }));
      post(session, "Runtime.callFunctionOn", {
        objectId,
        functionDeclaration: declared,
        arguments: ids,
        silent: true,
      });
      return box.scopes;
    },
    scripts: () => scriptsOf(session),
  };
}

function show(session: Inspector.Session, box: Box): string {
  const key = Symbol.for(KEY);
  Object.defineProperty(globalThis, key, { value: box, configurable: true });
  try {
    const expression = `globalThis[Symbol.for(${JSON.stringify(KEY)})]`;
    const { result } = post(session, "Runtime.evaluate", { expression });
    if (result.objectId === undefined) throw new Error("this code runs in a context that the inspector does not show");
    return result.objectId;
  } finally {
    Reflect.deleteProperty(globalThis, key);
  }
}

function inspectFunction(session: Inspector.Session, { value }: Property): Inspected {
  const { internalProperties = [] } = propertiesOf(session, value!.objectId!);
  const internal = (name: string) => internalProperties.find((p) => p.name === name)?.value;
  const place = internal("[[FunctionLocation]]")?.value as GeneratedPlace | undefined;
  const scopes = internal("[[Scopes]]")?.objectId;
  return { ...(place && { place }), ...(scopes && { scopes }) };
}

function propertiesOf(session: Inspector.Session, objectId: string): Inspector.Runtime.GetPropertiesReturnType {
  return post(session, "Runtime.getProperties", { objectId, ownProperties: true });
}

function scriptsOf(session: Inspector.Session): ReadonlyMap<string, Script> {
  const scripts = new Map<string, Script>();
  session.on("Debugger.scriptParsed", ({ params }) =>
    scripts.set(params.scriptId, { url: params.url, sourceMapURL: params.sourceMapURL ?? "" }),
  );
  post(session, "Debugger.enable", {});
  return scripts;
}

interface Methods {
  "Runtime.evaluate": [Inspector.Runtime.EvaluateParameterType, Inspector.Runtime.EvaluateReturnType];
  "Runtime.getProperties": [Inspector.Runtime.GetPropertiesParameterType, Inspector.Runtime.GetPropertiesReturnType];
  "Runtime.callFunctionOn": [Inspector.Runtime.CallFunctionOnParameterType, Inspector.Runtime.CallFunctionOnReturnType];
  "Debugger.enable": [object, object];
}

/** Within one thread the answer is there when `post` returns. */
function post<M extends keyof Methods>(
  session: Inspector.Session,
  method: M,
  parameters: Methods[M][0],
): Methods[M][1] {
  let answer: { failure: Error | null; result: unknown } | undefined;
  session.post(method, parameters, (failure: Error | null, result: unknown) => {
    answer = { failure, result };
  });
  if (answer === undefined || answer.failure) throw new Error(answer?.failure?.message ?? `${method} was not answered`);
  return answer.result as Methods[M][1];
}
