import type { DirectCallRequest } from '../cases/direct-calls.js';
import { Children } from '../harness/child.js';
import { formatNumber, formatSummary } from '../harness/format.js';
import { interleave } from '../harness/interleave.js';
import { summarize, summarizeRatio } from '../harness/statistics.js';
import type { Suite } from '../harness/suite.js';

interface Side {
  readonly label: string;
  readonly kind: 'bare' | 'tracked';
  readonly env: Readonly<Record<string, string>>;
}

const SIDES: readonly Side[] = [
  { label: 'bare method', kind: 'bare', env: {} },
  { label: 'task, log level WARNING', kind: 'tracked', env: { MILLRACE_LOG_LEVEL: 'warn' } },
  { label: 'task, log level INFO (default)', kind: 'tracked', env: { MILLRACE_LOG_LEVEL: 'info' } },
];
const CALLS = { bare: 200_000, tracked: 20_000 };

async function measureMethod(method: 'sync' | 'async', rounds: number): Promise<Map<Side, number[]>> {
  await using children = await Children.start<Side, DirectCallRequest, number>(SIDES, 'direct-calls', ({ env }) => ({
    env,
  }));
  const measureSide = (side: Side) => children.ask(side, { kind: side.kind, method, n: CALLS[side.kind] });
  for (const side of SIDES) await measureSide(side);
  return await interleave(SIDES, rounds, measureSide);
}

export const directCalls: Suite = {
  name: 'direct-calls',
  about: 'a task called directly, sync and async, against the bare method',
  async run({ short, progress }) {
    const data: Record<string, unknown> = {};
    const rows: string[][] = [];
    for (const method of ['sync', 'async'] as const) {
      progress(`direct-calls: ${method}`);
      const measured = await measureMethod(method, short ? 3 : 11);
      const [bare = [], ...others] = SIDES.map((side) => measured.get(side) ?? []);
      rows.push([`${method}: bare method`, formatSummary(summarize(bare)), '', '']);
      others.forEach((values, i) => {
        const added = values.map((value, round) => (value - (bare[round] ?? 0)) / 1_000);
        rows.push([
          `${method}: ${SIDES[i + 1]?.label ?? ''}`,
          formatSummary(summarize(values)),
          formatSummary(summarize(added)),
          formatNumber(summarizeRatio(values, bare).median),
        ]);
      });
      data[method] = Object.fromEntries([...measured].map(([side, values]) => [side.label, values]));
    }
    return {
      tables: [
        {
          title: 'direct calls, one after the other',
          columns: ['', 'ns a call (middle half)', 'µs added by the run', '×'],
          rows,
        },
      ],
      measured: {},
      data,
    };
  },
};
