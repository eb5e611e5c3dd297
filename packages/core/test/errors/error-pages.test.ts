import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PACKAGES = fileURLToPath(new URL('../../../', import.meta.url));
const PAGES = fileURLToPath(new URL('../../../../docs/errors/', import.meta.url));

/** `MillraceError.docs` leads to the page of its code. */
const codes = readdirSync(PACKAGES)
  .map((name) => join(PACKAGES, name, 'src', 'errors'))
  .filter((folder) => existsSync(folder))
  .flatMap((folder) => readdirSync(folder).map((file) => join(folder, file)))
  .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/readonly code = '(\w+)'/g)])
  .map(([, code]) => code!)
  .sort();
const pages = readdirSync(PAGES)
  .filter((file) => file !== 'README.md')
  .map((file) => file.replace(/\.md$/, ''))
  .sort();

describe('docs/errors', () => {
  it('has a page for every code, and none besides', () => {
    expect(codes.length).toBeGreaterThan(0);
    expect(pages).toEqual(codes);
  });

  it.each(codes)('names %s in its title and in the index', (code) => {
    expect(readFileSync(`${PAGES}${code}.md`, 'utf8').split('\n', 1)).toEqual([`# \`${code}\``]);
    expect(readFileSync(`${PAGES}README.md`, 'utf8')).toContain(`[\`${code}\`](${code}.md)`);
  });
});
