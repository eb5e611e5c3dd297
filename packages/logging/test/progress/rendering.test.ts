import { stripVTControlCharacters } from 'node:util';
import { loadDrawing } from '../../src/progress/drawing.js';
import { formatDuration, formatRate, formatTimeLeft } from '../../src/progress/format-figures.js';
import type { MapProgress } from '../../src/progress/map-progress.js';
import { progressLine, progressSentence } from '../../src/progress/progress-line.js';
import { summaryTable } from '../../src/progress/summary-table.js';
import { createTaskTally } from '../../src/progress/task-tally.js';
import { flowFacts } from '../support/events.js';

const half: MapProgress = {
  task: 'transform',
  done: 50_000,
  size: 100_000,
  running: 100,
  failed: 2,
  elapsed: 1_250,
  rate: 40_000,
  timeLeft: 1_250,
  ended: false,
};

describe('a live line', () => {
  it.each<[Partial<MapProgress>, string]>([
    [{}, 'transform ████████████░░░░░░░░░░░░ 50000/100000  100 running  2 failed  40000/s  2 s left'],
    [{ size: undefined, timeLeft: undefined, failed: 0 }, 'transform 50000 done  100 running  40000/s'],
    [
      { done: 100_000, ended: true, timeLeft: undefined, failed: 0, elapsed: 2_500 },
      'transform ████████████████████████ 100000/100000  40000/s  in 2.5 s',
    ],
    [
      { done: 0, size: 0, ended: true, rate: 0, failed: 0, timeLeft: undefined },
      'transform ████████████████████████ 0/0  in 1.3 s',
    ],
  ])('with %j', (more, expected) => {
    expect(progressLine({ ...half, ...more }, 9, 100)).toBe(expected);
  });

  it('is never as wide as the terminal', () => {
    for (const columns of [1, 10, 40]) expect(progressLine(half, 9, columns).length).toBeLessThanOrEqual(columns);
    expect(progressLine({ ...half, task: 'x'.repeat(80) }, 80, 200)).toMatch(/^x{23}… /);
  });
});

it('a plain line has the same figures', () => {
  expect(progressSentence(half)).toBe(
    "Mapping 'transform': 50000 of 100000 done, 100 running, 2 failed, 40000/s, 2 s left",
  );
});

it.each([
  [formatDuration(0.042), '42 µs'],
  [formatDuration(0.42), '0.4 ms'],
  [formatDuration(12.3), '12 ms'],
  [formatDuration(3_140), '3.1 s'],
  [formatDuration(999.7), '1.0 s'],
  [formatDuration(125_000), '2 min 5 s'],
  [formatTimeLeft(200), '1 s'],
  [formatTimeLeft(7_500_000), '2 h 5 min'],
  [formatRate(4.25), '4.3/s'],
])('figures are short: %s', (actual, expected) => {
  expect(actual).toBe(expected);
});

it('the summary has a row for each task', async () => {
  const tally = createTaskTally('transform');
  Object.assign(tally, { runs: 10, completed: 8, failed: 2, retried: 3 });
  tally.durations.add(12);
  const tasks = new Map([
    ['transform', tally],
    ['load', createTaskTally('load')],
  ]);
  const text = stripVTControlCharacters(summaryTable({ flow: flowFacts(), tasks }, await loadDrawing()));
  expect(text.split('\n')).toEqual([
    "Flow run 'mauve-otter' of 'etl'",
    '┌───────────┬──────┬───────────┬────────┬─────────┬─────────────┐',
    '│ task      │ runs │ completed │ failed │ retried │ median time │',
    '├───────────┼──────┼───────────┼────────┼─────────┼─────────────┤',
    '│ transform │   10 │         8 │      2 │       3 │       12 ms │',
    '│ load      │    0 │         0 │      0 │       0 │             │',
    '└───────────┴──────┴───────────┴────────┴─────────┴─────────────┘',
  ]);
});
