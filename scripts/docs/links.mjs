/** Finds links of a Markdown page that lead to files that are not there. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** @returns {readonly string[]} `page:line: …` for each broken link to a file; addresses elsewhere are not looked at */
export function brokenLinks(page, file, markdown) {
  const problems = [];
  let isCode = false;
  for (const [index, line] of markdown.split('\n').entries()) {
    if (/^\s*```/.test(line)) isCode = !isCode;
    if (isCode) continue;
    for (const [, target] of line.replaceAll(/`[^`]*`/g, '').matchAll(/\]\(([^)\s]+)\)/g)) {
      const path = target.split('#')[0];
      if (path === '' || /^[a-z]+:/.test(path)) continue;
      if (!existsSync(join(dirname(file), path))) problems.push(`${page}:${index + 1}: ${target} is not there`);
    }
  }
  return problems;
}
