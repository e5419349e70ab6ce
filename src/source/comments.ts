// What an author says in comments: at the head of a spec file, and of a machine.
import { Node, ts, type SourceFile } from "ts-morph";
import { isCallOf, meaning } from "./resolve.ts";

/** The comment at the head of a file, as lines of text; none where the file begins with code. */
export function headerOf(file: SourceFile): string[] {
  const text = file.getFullText();
  const shebang = /^#!.*\n/.exec(text)?.[0].length ?? 0;
  const comments = ts.getLeadingCommentRanges(text, shebang) ?? [];
  // A blank line ends the header: what follows belongs to the code below it.
  const end = comments.findIndex(
    (comment, at) => at > 0 && /\n[^\S\n]*\n/.test(text.slice(comments[at - 1]!.end, comment.pos)),
  );
  const header = end < 0 ? comments : comments.slice(0, end);
  return header.flatMap(({ pos, end: last }) => uncommented(text.slice(pos, last)));
}

/** The doc comments of the machines that the files declare, by the machine's name; the first file's come first. */
export function machineDocs(files: readonly SourceFile[]): ReadonlyMap<string, string> {
  const docs = new Map<string, string>();
  for (const declaration of files.flatMap((file) => file.getVariableDeclarations())) {
    const call = meaning(declaration);
    if (!Node.isCallExpression(call) || !isCallOf(call, "machine")) continue;
    const name = meaning(call.getArguments()[0]);
    const doc = declaration.getVariableStatement()?.getJsDocs().at(-1)?.getDescription().trim() ?? "";
    if (Node.isStringLiteral(name) && !docs.has(name.getLiteralValue())) docs.set(name.getLiteralValue(), doc);
  }
  return docs;
}

function uncommented(comment: string): string[] {
  if (comment.startsWith("//")) return [comment.replace(/^\/\/+ ?/, "").trimEnd()];
  const inside = comment.replace(/^\/\*+/, "").replace(/\*+\/$/, "");
  return inside.split("\n").map((line) => line.replace(/^\s*\*? ?/, "").trimEnd());
}
