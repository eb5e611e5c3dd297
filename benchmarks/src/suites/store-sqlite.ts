import type { StoreRequest } from '../cases/store-sqlite.js';
import { Children } from '../harness/child.js';
import { formatCount, formatNumber, formatSummary } from '../harness/format.js';
import { interleave } from '../harness/interleave.js';
import { summarize, summarizeRatio } from '../harness/statistics.js';
import type { Suite } from '../harness/suite.js';

type Side = StoreRequest['side'];

const SIDES: readonly Side[] = ['bare', 'sqlite', 'memory'];

const LABELS = {
  bare: 'bare loop of inserts',
  sqlite: 'map, recorded in SQLite',
  memory: 'map, recorded in memory',
} as const satisfies Record<Side, string>;

const N = 100_000;
const CONCURRENCY = 100;

export const storeSqlite: Suite = {
  name: 'store-sqlite',
  about: 'a map with every state recorded in SQLite, against a bare loop of inserts of the same rows',
  async run({ short, progress }) {
    progress(`store-sqlite: ${formatCount(N)} runs`);
    await using children = await Children.start<Side, StoreRequest, number>(SIDES, 'store-sqlite');
    const ask = (side: Side) => children.ask(side, { side, n: N, concurrency: CONCURRENCY });
    for (const side of SIDES) await ask(side);
    const measured = await interleave(SIDES, short ? 3 : 9, ask);

    const bare = measured.get('bare') ?? [];
    return {
      tables: [
        {
          title: `${formatCount(N)} async no-ops mapped at concurrency ${CONCURRENCY}, three states each`,
          columns: ['', 'µs a run (middle half)', 'runs a second', 'of the bare loop'],
          rows: SIDES.map((side) => {
            const times = measured.get(side) ?? [];
            const perRun = times.map((ms) => (ms * 1_000) / N);
            const ratio = side === 'bare' ? '' : formatSummary(summarizeRatio(bare, times));
            return [
              LABELS[side],
              formatSummary(summarize(perRun)),
              formatNumber(1e6 / summarize(perRun).median),
              ratio,
            ];
          }),
          notes: ['One row a run: same tables, indexes, settings and driver. The bare loop has its rows ready.'],
        },
      ],
      measured: { 'store-sqlite': summarizeRatio(bare, measured.get('sqlite') ?? []).median },
      data: Object.fromEntries(measured),
    };
  },
};
