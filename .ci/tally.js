// Prints "N passed, N failed" from the JSON that vitest wrote. A file that failed before any of its tests could run
// counts as one failure.
import { readFileSync } from "node:fs";

const [path] = process.argv.slice(2);
try {
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(path, "utf8"));
  const brokenFiles = testResults.filter(
    ({ status, assertionResults }) =>
      status === "failed" && !assertionResults.some((assertion) => assertion.status === "failed"),
  ).length;
  const failed = numFailedTests + brokenFiles;
  if (!Number.isInteger(numPassedTests) || !Number.isInteger(failed)) throw new Error("it holds no test counts");
  if (numPassedTests + failed === 0) throw new Error("no test ran");
  console.log(`${numPassedTests} passed, ${failed} failed`);
} catch (error) {
  console.error(`No tally of the tests: ${path} could not be read (${error.message}).`);
  process.exitCode = 1;
}
