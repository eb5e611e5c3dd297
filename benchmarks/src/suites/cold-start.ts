import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { formatNumber, formatSummary } from '../harness/format.js';
import { interleave } from '../harness/interleave.js';
import { summarize, summarizeRatio } from '../harness/statistics.js';
import type { Suite } from '../harness/suite.js';

const program = (name: string) => fileURLToPath(new URL(`../cases/${name}.js`, import.meta.url));

const SIDES = [
  { label: 'node -e 0', args: ['-e', '0'] },
  { label: "import 'millrace'", args: [program('cold-import')] },
  { label: "import 'millrace' and an empty flow", args: [program('cold-start')] },
];

/** The life of a process in milliseconds, from before it is made until its end is known. */
async function lifetime({ label, args }: (typeof SIDES)[number]): Promise<number> {
  const started = performance.now();
  const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' });
  if (status !== 0) throw new Error(`'${label}' ended with exit code ${status}.`);
  return performance.now() - started;
}

export const coldStart: Suite = {
  name: 'cold-start',
  about: "import 'millrace' and an empty flow against node -e 0",
  async run({ short, progress }) {
    progress('cold-start');
    for (const side of SIDES) await lifetime(side); // The files are in the page cache from here on.
    const measured = await interleave(SIDES, short ? 21 : 41, lifetime);
    const [node = [], , flow = []] = SIDES.map((side) => measured.get(side));
    return {
      tables: [
        {
          title: 'the whole life of a process',
          columns: ['', 'ms (middle half)', 'ms added', '×'],
          rows: SIDES.map((side) => {
            const values = measured.get(side) ?? [];
            const added = summarize(values).median - summarize(node).median;
            const ratio = formatSummary(summarizeRatio(values, node));
            return [side.label, formatSummary(summarize(values)), ...(added ? [formatNumber(added), ratio] : ['', ''])];
          }),
        },
      ],
      measured: { 'cold-start': summarizeRatio(flow, node).median },
      data: Object.fromEntries([...measured].map(([side, values]) => [side.label, values])),
    };
  },
};
