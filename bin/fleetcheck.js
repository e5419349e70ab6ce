#!/usr/bin/env node
// Starts the command line. Specs are TypeScript that Node itself must be able to load, so an older Node hands
// over to the one that is installed beside fleetcheck. This file must parse on old Nodes: plain JavaScript.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const handedOver = "FLEETCHECK_HANDED_OVER";

if (isRecent(process.versions.node)) await import("../dist/cli/main.js");
else {
  const node = process.env[handedOver] ? undefined : findNode();
  if (node) handOver(node);
  else refuse();
}

/** 22.18 is the first Node that loads TypeScript without a flag. */
function isRecent(version) {
  const [major, minor] = version.split(".").map(Number);
  return major > 22 || (major === 22 && minor >= 18);
}

function findNode() {
  const platform = process.platform === "win32" ? "win" : process.platform;
  const file = process.platform === "win32" ? "node.exe" : "node";
  const inside = join("node_modules", `node-${platform}-${process.arch}`, "bin", file);
  const folders = [...upwards(dirname(fileURLToPath(import.meta.url))), ...upwards(process.cwd())];
  return folders.map((folder) => join(folder, inside)).find((path) => existsSync(path));
}

function upwards(folder) {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...upwards(parent)];
}

/** The child answers signals (it may print what it has found so far); this process only waits and repeats its end. */
function handOver(node) {
  const child = spawn(node, process.argv.slice(1), { stdio: "inherit", env: { ...process.env, [handedOver]: "1" } });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      // The terminal sends Ctrl-C to both; anything else reaches only this process.
      if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.on("error", refuse);
  child.on("exit", (code, signal) => {
    if (signal === null) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

function refuse() {
  console.error(
    `fleetcheck needs Node 22.18 or later; this is Node ${process.versions.node}. Specs are TypeScript, which older ` +
      `versions cannot load, and no node-${process.platform}-${process.arch} package was found to run instead. ` +
      "Install a newer Node (https://nodejs.org), or reinstall fleetcheck with its optional dependencies.",
  );
  process.exitCode = 2;
}
