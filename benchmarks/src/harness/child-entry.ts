/** What a child process runs: it loads the case that its argument names and answers requests, one at a time. */
import type { Reply } from './child.js';

interface Case {
  measure(request: unknown): Promise<unknown>;
}

const [name] = process.argv.slice(2);
const { measure } = (await import(new URL(`../cases/${name}.js`, import.meta.url).href)) as Case;

process.on('message', ({ request }: { request: unknown }) => {
  const reply = (message: Reply<unknown>) => process.send?.(message);
  measure(request).then(
    (value) => reply({ value }),
    (error: unknown) => reply({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
