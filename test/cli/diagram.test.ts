// Folders of diagrams as the command keeps them, beyond what test/diagram-folder.test.ts says of folders by themselves.
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fleetcheck, project } from "./fleetcheck.ts";

const spec = (name: string, state: string) => `import { machine, one, spec, system, t } from "fleetcheck";
const Door = machine("door", "shut", [t("shut", "open", "ajar"), t("ajar", "close", "shut")]);
export default spec({ name: "${name}", build: () => system({ parts: { door: one(Door, { start: { state: "${state}" } }) } }) });
`;

test("a spec that is wrong keeps its pages while others are drawn; a lost record is told", async () => {
  const user = project();
  const diagram = () => fleetcheck(["diagram", "specs"], { cwd: user.folder });
  const pages = () =>
    ["door.md", "door/door.mmd", "gate.md"].map((file) => existsSync(join(user.folder, "generated", file)));
  try {
    user.write("specs/door.ts", spec("door", "shut"));
    user.write("specs/gate.ts", spec("gate", "shut"));
    expect((await diagram()).code).toBe(0);
    expect(pages()).toEqual([true, true, true]);
    user.write("specs/door.ts", spec("door", "opne"));
    const wrong = await diagram();
    expect(wrong.stderr).toContain('part `door` starts in "opne"');
    expect([wrong.code, pages()]).toEqual([2, [true, true, true]]);
    expect(wrong.stdout).toContain("removed 0");
    user.write("specs/door.ts", spec("door", "ajar"));
    rmSync(join(user.folder, "generated", ".hashes.json"));
    const found = await diagram();
    expect(found.stdout).toContain(
      "generated: .hashes.json is gone or cannot be read, so that every picture is drawn again\n",
    );
    expect([found.stderr, found.code]).toEqual(["", 0]);
    expect((await diagram()).stdout).not.toContain("is gone");
  } finally {
    user.remove();
  }
});
