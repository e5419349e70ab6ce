// The page and the chart of every sweep.
import { numbered, slug } from "../present/escape.ts";
import { sweepChart } from "../present/sweep-chart.ts";
import { sweepPage } from "../present/sweep-markdown.ts";
import type { Sweep } from "../sweep/sweep.ts";
import { writeTexts, type Written } from "./write-diagrams.ts";

/** Writes `<spec>--<sweep>.md` and `.svg` for each sweep; a second one of the same name gets a number. */
export function writeSweeps(folder: string, sweeps: readonly Sweep[]): Written {
  const names = numbered(
    sweeps.map(({ spec, name, scenario, axes }) =>
      [spec, name ?? [scenario, ...axes.map(({ param }) => param)].join(" ")].map(slug).join("--"),
    ),
  );
  return writeTexts(
    folder,
    sweeps.flatMap((sweep, i) => [
      [`${names[i]}.md`, sweepPage(sweep, `${names[i]}.svg`)],
      [`${names[i]}.svg`, sweepChart(sweep)],
    ]),
  );
}
