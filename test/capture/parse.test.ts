import { describe, expect, test } from "vitest";
import { freeNames, parseFunction } from "../../src/capture/parse.ts";

describe("what is a function's text", () => {
  test.each([
    ["(s) => s.a", "ArrowFunctionExpression", 1],
    ["async (s) => s.a", "ArrowFunctionExpression", 1],
    ["function (s) { return s.a; }", "FunctionExpression", 1],
    ["function named(s) { return named; }", "FunctionExpression", 1],
    ["function* (s) { yield s; }", "FunctionExpression", 1],
    ["when(s) { return s.a; }", "FunctionExpression", 2],
    ["async when(s) { return s.a; }", "FunctionExpression", 2],
    ['["when"](s) { return s.a; }', "FunctionExpression", 2],
    ['"a b"(s) { return s.a; }', "FunctionExpression", 2],
    ["get when() { return 1; }", "FunctionExpression", 2],
  ])("%s", (text, type, base) => {
    const parsed = parseFunction(text);
    expect(parsed && { type: parsed.node.type, base: parsed.base }).toEqual({ type, base });
  });

  test.each(["function max() { [native code] }", "class A {}", "#secret() {}", "a + b", ""])("not %s", (text) => {
    expect(parseFunction(text)).toBeUndefined();
    expect([...freeNames(text)]).toEqual([]);
  });
});

describe("free names", () => {
  test.each<[string, string[]]>([
    ["(s) => s.threads < limit", ["limit"]],
    ["(s) => s[key].name", ["key"]],
    ["() => ({ a: b, c, [d]: 1, e() { return f; } })", ["b", "c", "d", "f"]],
    ["({ a, b: [c = x], ...d }) => a + c + d", ["x"]],
    ["(a, b = a + y) => b", ["y"]],
    ["() => { const a = 1; { let b = a; use(b); } return b; }", ["use", "b"]],
    ["() => { if (p) { var v = 1; } return v; }", ["p"]],
    ["() => { for (const x of xs) x; return x; }", ["xs", "x"]],
    ["() => { for (let i = 0; i < n; i++) i; return i; }", ["n", "i"]],
    ["() => { for (var k in o); return k; }", ["o"]],
    ["() => { switch (a) { case b: let c = 1; default: return c; } }", ["a", "b"]],
    ["() => { try { go(); } catch ({ message }) { return message; } }", ["go"]],
    ["() => { out: for (;;) { break out; } }", []],
    ["function f() { return f(g, arguments); }", ["g"]],
    ["when() { return when; }", ["when"]],
    ["() => { inner(); function inner() { return outer; } }", ["outer"]],
    ["() => class A extends B { c = d; [e]() { return A; } static { let f = g; } }", ["B", "d", "e", "g"]],
    ["() => `${a}${(b) => b + c}`", ["a", "c"]],
    ["() => new.target ?? import.meta", []],
    ["() => (a = 1, b += 1, c++, [d] = e)", ["a", "b", "c", "d", "e"]],
    ["(x) => (x) => y", ["y"]],
    ["() => { const { a, b: { c } } = z, [, e] = a; return c + e; }", ["z"]],
    ["(s) => (0,__vite_ssr_import_0__.helper)(s)", ["__vite_ssr_import_0__"]],
  ])("%s", (text, names) => {
    expect([...freeNames(text)]).toEqual(names);
  });
});
