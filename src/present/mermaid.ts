// What all Mermaid diagrams share: the front matter with the look, and Mermaid's own limits. Above its limits Mermaid
// draws something else without an error, so every diagram is measured before it is handed out.
import { title } from "./escape.ts";

/** A diagram as text, not yet measured. */
export interface Draft {
  readonly text: string;
  /** Arrows of any kind. */
  readonly edges: number;
  /** In pixels, about; only where it matters: a sequence diagram's lifelines end at 2,000. */
  readonly height?: number;
}

const LIMITS = { characters: 50_000, edges: 500, height: 1_900 } as const;

const fits = ({ text, edges, height = 0 }: Draft): boolean =>
  text.length <= LIMITS.characters && edges <= LIMITS.edges && height <= LIMITS.height;

/** The first draft within Mermaid's limits, going from the fullest to the most frugal; the last one where none is. */
export function firstThatFits<Budget>(budgets: readonly Budget[], draw: (budget: Budget) => Draft): string {
  const drafts = budgets.values().map(draw);
  let last: Draft | undefined;
  for (const draft of drafts) {
    last = draft;
    if (fits(draft)) break;
  }
  return last!.text;
}

const COLOURS = { ink: "#24292f", line: "#57606a", soft: "#d0d7de", ground: "#f6f8fa", paper: "#ffffff" } as const;

const THEME: Readonly<Record<string, string>> = {
  primaryColor: COLOURS.ground,
  primaryBorderColor: COLOURS.line,
  primaryTextColor: COLOURS.ink,
  lineColor: COLOURS.line,
  edgeLabelBackground: COLOURS.paper,
  labelBackgroundColor: COLOURS.paper,
  transitionColor: COLOURS.line,
  transitionLabelColor: COLOURS.ink,
  tertiaryColor: COLOURS.paper,
  compositeBackground: COLOURS.paper,
  compositeTitleBackground: COLOURS.ground,
  noteBkgColor: COLOURS.ground,
  noteBorderColor: COLOURS.soft,
  actorBkg: COLOURS.paper,
  actorBorder: COLOURS.line,
  signalColor: COLOURS.ink,
};

/** Looks of single states and parts: `class s1 seen`. */
export const CLASSES = {
  seen: "fill:#ddf4ff,stroke:#0969da,stroke-width:2px,color:#24292f",
  broken: "fill:#ffebe9,stroke:#cf222e,stroke-width:2px,color:#24292f",
} as const;

/** That of what repeats for ever. */
export const ROUND_CLASS = { round: "fill:#fff8c5,stroke:#bf8700,stroke-width:3px,color:#24292f" } as const;

export interface Head {
  readonly title: string;
  /** Characters. */
  readonly titleMax?: number;
  /** Settings of one diagram kind: `sequence: { width: 190 }`. */
  readonly config?: Readonly<Record<string, Readonly<Record<string, string | number | boolean>>>>;
}

/** The front matter of a diagram. */
export function frontMatter({ title: words, titleMax = 60, config = {} }: Head): string[] {
  return [
    "---",
    `title: ${title(words, titleMax)}`,
    "config:",
    "  theme: base",
    "  look: classic",
    // Fonts of one width, so that a picture drawn here fits its boxes elsewhere.
    "  fontFamily: Arial, Liberation Sans, Helvetica, sans-serif",
    "  deterministicIds: true",
    "  themeVariables:",
    ...Object.entries(THEME).map(([name, value]) => `    ${name}: "${value}"`),
    ...Object.entries(config).flatMap(([kind, settings]) => [
      `  ${kind}:`,
      ...Object.entries(settings).map(([name, value]) => `    ${name}: ${value}`),
    ]),
    "---",
  ];
}
