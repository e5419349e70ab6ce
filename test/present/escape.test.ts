// Names as labels, file names and Markdown.
import { expect, test } from "vitest";
import { code, label, numbered, oneLine, plain, slug, wrap } from "../../src/present/escape.ts";
import { HOSTILE } from "./hostile.ts";

test.for(HOSTILE)("%j as a label holds nothing that Mermaid reads", (name) => {
  const text = label(name);
  expect(text).not.toBe("");
  expect(text.replace(/#\d+;/g, "")).not.toMatch(/["#;:<>{}[\]&\n`%]/);
});

test("a label is as long as it may be", () => {
  expect(Array.from(label("🚀".repeat(500), 20))).toHaveLength(20);
  expect(label("short", 20)).toBe("short");
});

test.for(HOSTILE)("%j as a file name is one on every system", (name) => {
  expect(slug(name)).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  expect(slug(name).length).toBeLessThanOrEqual(64);
});

test("names that Windows keeps for devices are no file names", () => {
  expect([slug("con"), slug("NUL"), slug("com1"), slug("console")]).toEqual(["con-x", "nul-x", "com1-x", "console"]);
});

test("equal names are told apart, also from names that look like it", () => {
  expect(numbered(["a", "a-2", "a", "a", "b"])).toEqual(["a", "a-2", "a-3", "a-4", "b"]);
});

test("text is broken at blanks, and a long word by itself", () => {
  expect(wrap("one two three", 7)).toEqual(["one two", "three"]);
  expect(wrap("abcdefghij kl", 4)).toEqual(["abcd", "efgh", "ij", "kl"]);
});

test("code in Markdown is fenced by more backticks than it holds", () => {
  expect(code("a")).toBe("`a`");
  expect(code("`${x}` ``")).toBe("``` `${x}` `` ```");
});

test("a text in Markdown means only itself", () => {
  expect(plain("a|b *c* <d> [e](f)\n# g")).toBe("a\\|b \\*c\\* \\<d\\> \\[e\\](f) \\# g");
  expect(oneLine("a\u202eb")).toBe("ab");
});
