import type { MapRequest } from '../cases/map-round.js';
import { startChild } from '../harness/child.js';
import { formatCount, formatNumber, formatSummary } from '../harness/format.js';
import { interleave } from '../harness/interleave.js';
import { summarize, summarizeRatio } from '../harness/statistics.js';
import type { Suite } from '../harness/suite.js';

const CONCURRENCY = 100;
const SMALL = { n: 10_000, repeat: 20 };
const LARGE = { n: 1_000_000, repeat: 1 };

/** Each size has a process of its own, so that the small map does not run on the heap that the large one left behind. */
async function measureSizes(rounds: number) {
  await using small = await startChild<MapRequest, number>('map-round');
  await using large = await startChild<MapRequest, number>('map-round');
  const common = { peer: 'millrace', concurrency: CONCURRENCY } as const;
  for (const child of [small, large]) await child.ask({ ...common, ...SMALL });

  const sides = [
    { ...SMALL, child: small },
    { ...LARGE, child: large },
  ];
  const measured = await interleave(sides, rounds, async ({ child, n, repeat }) => {
    const milliseconds = await child.ask({ ...common, n, repeat });
    return (milliseconds * 1_000) / (n * repeat);
  });
  const [perItemSmall = [], perItemLarge = []] = sides.map((side) => measured.get(side));
  return { perItemSmall, perItemLarge };
}

export const mapScaling: Suite = {
  name: 'map-scaling',
  about: 'cost per item of map at 1 000 000 against 10 000',
  async run({ short, progress }) {
    progress(`map-scaling: ${formatCount(SMALL.n)} and ${formatCount(LARGE.n)} at concurrency ${CONCURRENCY}`);
    const data = await measureSizes(short ? 3 : 7);
    const growth = summarizeRatio(data.perItemLarge, data.perItemSmall);
    const row = (n: number, values: readonly number[], ratio: string) => [
      `n = ${formatCount(n)}`,
      formatSummary(summarize(values)),
      formatNumber(1e6 / summarize(values).median),
      ratio,
    ];
    return {
      tables: [
        {
          title: 'cost per item of map, concurrency 100',
          columns: ['', 'µs a task (middle half)', 'tasks a second', 'growth ×'],
          rows: [row(SMALL.n, data.perItemSmall, ''), row(LARGE.n, data.perItemLarge, formatSummary(growth))],
        },
      ],
      measured: { 'map-cost-growth': growth.median },
      data,
    };
  },
};
