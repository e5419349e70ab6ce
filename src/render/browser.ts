// Pictures from Mermaid code: mermaid-cli in one Chromium for all of them. Its packages are optional peers of
// fleetcheck and large, so they are loaded only when there is something to draw.
import type * as Cli from "@mermaid-js/mermaid-cli";
import type * as Chromium from "@sparticuz/chromium";
import type * as Puppeteer from "puppeteer";
import { slug } from "../present/escape.ts";
import type { Drawing } from "./folder.ts";

export interface Browser {
  draw(drawing: Drawing): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** Why there is no browser: packages that are not installed, or a browser that does not start. */
export interface Missing {
  readonly packages: readonly string[];
  readonly reason: string;
}

/** Loads a package by name; tests put another in its place. */
export type Load = (name: string) => Promise<unknown>;
const loadPackage: Load = (name) => import(name);

const PACKAGES = ["@mermaid-js/mermaid-cli", "puppeteer"] as const;
/** A Chromium as a package; there is one for Linux only. Elsewhere puppeteer brings or finds a browser. */
const CHROMIUM = "@sparticuz/chromium";

export async function openBrowser(load: Load = loadPackage): Promise<Browser | Missing> {
  const needed = hasOwnChromium() ? [...PACKAGES, CHROMIUM] : PACKAGES;
  const loaded = await Promise.all(needed.map(async (name) => ({ name, module: await load(name).catch(reasonOf) })));
  const missing = loaded.filter(({ module }) => typeof module === "string");
  if (missing.length > 0) {
    const packages = missing.map(({ name }) => name);
    return { packages, reason: `${packages.join(" and ")} ${packages.length > 1 ? "are" : "is"} not installed` };
  }
  try {
    return await launch(loaded.map(({ module }) => module));
  } catch (error) {
    return { packages: [], reason: reasonOf(error) };
  }
}

function hasOwnChromium(): boolean {
  return process.platform === "linux" && process.arch === "x64" && !process.env["PUPPETEER_EXECUTABLE_PATH"];
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message.split("\n")[0]! : String(error));

async function launch([cli, puppeteer, chromium]: readonly unknown[]): Promise<Browser> {
  const own = (chromium as typeof Chromium | undefined)?.default;
  const place = own && { executablePath: await own.executablePath(), args: own.args };
  const browser = await (puppeteer as typeof Puppeteer).default.launch({ headless: "shell", ...place });
  return {
    draw: async ({ mermaid, format, path }) =>
      (await (cli as typeof Cli).renderMermaid(browser, mermaid, format, optionsFor(path, format))).data,
    close: () => browser.close(),
  };
}

/** Pictures at their own size on white; a PNG has twice as many points, for screens that show them. */
function optionsFor(path: string, format: Drawing["format"]) {
  const natural = { useMaxWidth: false };
  return {
    viewport: { width: 1600, height: 1000, deviceScaleFactor: format === "png" ? 2 : 1 },
    backgroundColor: "white",
    fontEmbed: false,
    svgId: slug(path),
    mermaidConfig: { sequence: natural, state: natural, flowchart: natural },
  };
}
