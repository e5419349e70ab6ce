import { defaultClientConditions, defaultServerConditions } from "vite";
import { defineConfig } from "vitest/config";

// Tests and specs that import "fleetcheck" get src/index.ts, the very module that a relative import gets.
const source = "fleetcheck-source";

export default defineConfig({
  resolve: { conditions: [source, ...defaultClientConditions] },
  ssr: { resolve: { conditions: [source, ...defaultServerConditions] } },
  test: {
    include: ["test/**/*.test.ts"],
    globals: false,
    pool: "forks",
    maxWorkers: 2,
    // For what a test loads past vite: worker files, and specs imported by Node itself.
    execArgv: [`--conditions=${source}`],
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
