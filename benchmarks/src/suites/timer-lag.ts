import type { TimerLag, TimerLagRequest } from '../cases/timer-lag.js';
import { askOnce } from '../harness/child.js';
import { formatNumber } from '../harness/format.js';
import { summarize } from '../harness/statistics.js';
import type { Suite } from '../harness/suite.js';

const N = 1_000_000;

export const timerLag: Suite = {
  name: 'timer-lag',
  about: 'worst delay of a 10 ms timer during a map of 1 000 000 sync no-op tasks',
  async run({ short, progress }) {
    const repeats = short ? 3 : 5;
    const runs = new Map<TimerLagRequest['kind'], TimerLag[]>();
    for (const kind of short ? (['millrace'] as const) : (['millrace', 'p-queue'] as const)) {
      runs.set(kind, []);
      for (let i = 0; i < repeats; i++) {
        progress(`timer-lag: ${kind}, run ${i + 1} of ${repeats}`);
        runs.get(kind)?.push(await askOnce<TimerLagRequest, TimerLag>('timer-lag', { kind, n: N }));
      }
    }
    const worst = (values: readonly TimerLag[] = []) => summarize(values.map((value) => value.worst));
    return {
      tables: [
        {
          title: 'a 10 ms timer during a map of 1 M sync no-op tasks, concurrency 100',
          columns: ['', 'worst delay ms: median', 'best', 'worst', 'timer fired', 'map took ms'],
          rows: [...runs].map(([kind, values]) => {
            const { median, min, max } = worst(values);
            const ticks = summarize(values.map((value) => value.ticks)).median;
            const took = summarize(values.map((value) => value.milliseconds)).median;
            return [kind, ...[median, min, max].map(formatNumber), String(ticks), formatNumber(took)];
          }),
        },
      ],
      measured: { 'timer-lag': worst(runs.get('millrace')).median },
      data: Object.fromEntries(runs),
    };
  },
};
