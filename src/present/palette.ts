// The colours of terminal output, as functions from text to text, so that presenters stay pure.
import { styleText } from "node:util";

type Paint = (text: string) => string;

export interface Palette {
  readonly good: Paint;
  readonly bad: Paint;
  readonly warn: Paint;
  readonly dim: Paint;
  readonly strong: Paint;
}

const same: Paint = (text) => text;
export const PLAIN: Palette = { good: same, bad: same, warn: same, dim: same, strong: same };

const painted =
  (style: "green" | "red" | "yellow" | "dim" | "bold"): Paint =>
  (text) =>
    styleText(style, text, { validateStream: false });
export const COLOURED: Palette = {
  good: painted("green"),
  bad: painted("red"),
  warn: painted("yellow"),
  dim: painted("dim"),
  strong: painted("bold"),
};
