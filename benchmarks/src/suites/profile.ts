import type { MapProfile, ProfileRequest } from '../cases/profile-map.js';
import { askOnce } from '../harness/child.js';
import { formatCount, formatNumber } from '../harness/format.js';
import type { Cost } from '../harness/profiler.js';
import type { Suite, Table } from '../harness/suite.js';

const TOP = 30;
const REQUESTS: readonly ProfileRequest[] = [
  { peer: 'millrace', n: 100_000, concurrency: 100, repeat: 5 },
  { peer: 'millrace', n: 1_000_000, concurrency: 100, repeat: 1 },
];

function tableOf(title: string, unit: string, costs: readonly Cost[], items: number): Table {
  const total = costs.reduce((sum, { self }) => sum + self, 0);
  return {
    title,
    columns: ['function', unit, '%', `${unit === 'ms' ? 'ns' : 'bytes'} a task`],
    rows: costs.slice(0, TOP).map(({ where, self }) => {
      const perTask = (self * (unit === 'ms' ? 1e6 : 2 ** 20)) / items;
      return [where, formatNumber(self), ((100 * self) / total).toFixed(1), formatNumber(perTask)];
    }),
  };
}

/** Not part of a whole run: `pnpm bench profile` asks for it by name. */
export const profile: Suite = {
  name: 'profile',
  about: 'which functions a map spends its time and memory on (only when named)',
  async run({ progress }) {
    const tables: Table[] = [];
    const data: Record<string, unknown> = {};
    for (const request of REQUESTS) {
      const { n, concurrency, repeat } = request;
      const title = `map of ${formatCount(n)} async no-ops, concurrency ${concurrency}`;
      progress(`profile: ${title}`);
      const execArgv = ['--enable-source-maps', '--expose-gc'];
      const costs = await askOnce<ProfileRequest, MapProfile>('profile-map', request, { execArgv });
      tables.push(
        tableOf(`self time: ${title}`, 'ms', costs.cpu, n * repeat),
        tableOf(`allocated: ${title}`, 'MiB', costs.allocation, n * repeat),
      );
      data[title] = costs;
    }
    return { tables, measured: {}, data };
  },
};
