/**
 * Finds the TypeScript of a Markdown page.
 *
 *     ```ts             compiled and run, by itself
 *     ```ts no-run      compiled only
 *     ```ts continues   compiled and run after the blocks before it that it continues
 *
 * Code that a reader need not see stands in a comment before its block: a line `<!-- setup`, the code, a line `-->`.
 * What a block prints can be shown, and is then compared, in a fence ```` ```text output ```` after it.
 */

const FLAGS = ['no-run', 'continues'];

/**
 * @typedef {{ line: number, lines: readonly string[] }} Piece code and the line, from 1, where it stands in the page
 * @typedef {{ line: number, pieces: readonly Piece[], isRun: boolean, output?: string }} Block
 */

/** @returns {readonly Block[]} @throws {Error} for a fence that is not closed or a word that nobody knows */
export function blocksOf(page, markdown) {
  const blocks = [];
  let setup;
  for (const { kind, words, piece } of fencesOf(page, markdown)) {
    if (kind === 'setup') setup = piece;
    else if (words[0] === 'ts') {
      const unknown = words.slice(1).find((word) => !FLAGS.includes(word));
      if (unknown) throw new Error(`${page}:${piece.line - 1}: \`${unknown}\` is none of ${FLAGS.join(', ')}`);
      const before = words.includes('continues') ? blocks.at(-1)?.pieces : [];
      if (!before) throw new Error(`${page}:${piece.line - 1}: nothing to continue`);
      const pieces = [...before, ...(setup ? [setup] : []), piece];
      blocks.push({ line: piece.line, pieces, isRun: !words.includes('no-run') });
      setup = undefined;
    } else if (words[0] === 'text' && words[1] === 'output') {
      if (!blocks.at(-1)?.isRun) throw new Error(`${page}:${piece.line - 1}: output of a block that is not run`);
      blocks.at(-1).output = piece.lines.join('\n');
    }
  }
  return blocks;
}

/** The code of a block on the lines where it stands in its page, so that messages point there. */
export function codeOf({ pieces }) {
  const lines = [];
  for (const { line, lines: code } of pieces) {
    while (lines.length < line - 1) lines.push('');
    lines.push(...code);
  }
  return `${lines.join('\n')}\n`;
}

function* fencesOf(page, markdown) {
  let open;
  for (const [index, text] of markdown.split('\n').entries()) {
    if (open) {
      if (text.trim() === open.end) {
        yield { ...open, piece: { line: open.line, lines: open.lines } };
        open = undefined;
      } else open.lines.push(text.startsWith(open.indent) ? text.slice(open.indent.length) : text);
      continue;
    }
    const [, indent, ticks, info] = /^(\s*)(`{3,})\s*([^`]*)$/.exec(text) ?? [];
    const start = { line: index + 2, lines: [] };
    if (ticks) open = { ...start, kind: 'fence', words: info.trim().split(/\s+/), end: ticks, indent };
    else if (text.trim() === '<!-- setup') open = { ...start, kind: 'setup', words: [], end: '-->', indent: '' };
  }
  if (open) throw new Error(`${page}:${open.line - 1}: this fence is not closed`);
}
