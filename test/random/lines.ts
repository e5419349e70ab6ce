// Lines of text, and how they nest.
export const indented = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);
export const braces = (lines: readonly string[]): string[] => ["{", ...indented(lines), "}"];
/** Nothing where there are no lines. */
export const block = (open: string, lines: readonly string[], close: string): string[] =>
  lines.length > 0 ? [open, ...indented(lines), close] : [];
export const quoted = (texts: readonly string[]): string => texts.map((text) => JSON.stringify(text)).join(", ");
