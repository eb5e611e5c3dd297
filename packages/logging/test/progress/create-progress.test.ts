import type { RunEvent } from '@millrace/core';
import { createLogger, createProgress, type ProgressOptions } from '../../src/index.js';
import { loadDrawing } from '../../src/progress/drawing.js';
import { flowEvent, flowFacts, lifeOf, mapEnded, mapFacts, state, taskFacts } from '../support/events.js';
import { LineSink } from '../support/line-sink.js';
import { Terminal } from '../support/terminal.js';

/** Progress with a clock and a timer that only the test moves. */
function open(stream: LineSink, more: ProgressOptions = {}) {
  let now = 0;
  const timers = new Set<{ period: number; callback: () => void }>();
  const logger = createLogger({ stream, env: { NO_COLOR: '1' } });
  const observer = createProgress({
    logger,
    stream,
    neighbours: [],
    env: {},
    now: () => now,
    ticker: {
      every(period, callback) {
        const timer = { period, callback };
        timers.add(timer);
        return () => timers.delete(timer);
      },
    },
    ...more,
  });
  return {
    logger,
    timers,
    observe: (...events: RunEvent[]) => events.forEach((event) => observer.observe(event)),
    /** Lets time pass and the timer call once; what it starts to load has been loaded. */
    async pass(milliseconds: number): Promise<void> {
      now += milliseconds;
      for (const { callback } of timers) callback();
      await loadDrawing();
    },
  };
}

const flow = flowFacts();
const map = mapFacts({ size: 10 });
const begin = flowEvent(flow, state('PENDING'), undefined);
const end = flowEvent(flow, state('COMPLETED'), state('RUNNING'));
const mapBegin: RunEvent = { type: 'map-started', map, timestamp: 0 };
const children = (count: number): RunEvent[] =>
  Array.from({ length: count }, (_, mapIndex) => [...lifeOf(taskFacts({ map, mapIndex }), { took: 12 })]).flat();

describe('on a terminal', () => {
  it('draws a line for a long map, redraws it, and ends with a table', async () => {
    const terminal = new Terminal();
    const progress = open(terminal);
    progress.observe(begin, mapBegin, ...children(5));
    await progress.pass(400);
    expect(terminal.text).toBe('');
    await progress.pass(200);
    await progress.pass(400);
    expect(terminal.screen).toEqual(['transform ████████████░░░░░░░░░░░░ 5/10  0 running  5.0/s  1 s left']);
    progress.observe(...children(5), mapEnded(map, { runs: 10, completed: 10 }));
    await progress.pass(0);
    expect(terminal.screen).toEqual(['transform ████████████████████████ 10/10  10/s  in 1.0 s']);
    progress.observe(end);
    expect(terminal.screen[0]).toBe("Flow run 'mauve-otter' of 'etl'");
    expect(terminal.screen[4]).toMatch(/│ transform │ +10 │ +10 │ +0 │ +0 │ +1[12] ms │/);
    expect(terminal.screen.join('\n')).not.toContain('█');
  });

  it('prints log lines and other output above the live lines', async () => {
    const terminal = new Terminal();
    const progress = open(terminal);
    progress.observe(begin, mapBegin);
    await progress.pass(600);
    await progress.pass(100);
    progress.logger.write({ level: 'info', message: 'one', timestamp: 0 });
    await progress.pass(100);
    terminal.write('two\n');
    terminal.write('three\n');
    await progress.pass(100);
    expect(terminal.screen).toEqual([
      expect.stringContaining('millrace - one'),
      'two',
      'three',
      expect.stringContaining('0/10'),
    ]);
  });

  it('does not draw over a line that is not finished', async () => {
    const terminal = new Terminal();
    const progress = open(terminal);
    progress.observe(begin, mapBegin);
    await progress.pass(600);
    await progress.pass(100);
    terminal.write('loading…');
    await progress.pass(100);
    expect(terminal.screen).toEqual(['loading…']);
    terminal.write(' done\n');
    await progress.pass(100);
    expect(terminal.screen).toEqual(['loading… done', expect.stringContaining('0/10')]);
  });

  it('leaves the stream and no timer behind', async () => {
    const terminal = new Terminal();
    const progress = open(terminal);
    progress.observe(begin, mapBegin);
    await progress.pass(600);
    await progress.pass(100);
    expect(Object.hasOwn(terminal, 'write')).toBe(true);
    progress.observe(mapEnded(map, {}), end);
    expect(Object.hasOwn(terminal, 'write')).toBe(false);
    expect(progress.timers.size).toBe(0);
  });

  it('draws nothing for a flow that ends soon', async () => {
    const terminal = new Terminal();
    const progress = open(terminal);
    progress.observe(begin, mapBegin, ...children(10), mapEnded(map, {}));
    await progress.pass(100);
    progress.observe(end);
    expect(terminal.text).toBe('');
    expect(progress.timers.size).toBe(0);
  });

  it('shows a map outside of every flow, and takes its line away', async () => {
    const terminal = new Terminal();
    const progress = open(terminal);
    const loose = mapFacts({ flowRunId: undefined });
    progress.observe({ type: 'map-started', map: loose, timestamp: 0 });
    await progress.pass(600);
    await progress.pass(100);
    expect(terminal.screen).toEqual([expect.stringContaining('transform 0 done')]);
    progress.observe(mapEnded(loose, {}));
    expect(terminal.screen).toEqual([]);
    expect(progress.timers.size).toBe(0);
  });

  it('adds subflows to their root flow', async () => {
    const terminal = new Terminal();
    const progress = open(terminal);
    const child = flowFacts({ id: 'child', name: 'red-fox', parentFlowRunId: flow.id });
    progress.observe(begin, mapBegin, flowEvent(child, state('PENDING'), undefined));
    progress.observe(...lifeOf(taskFacts({ taskName: 'inner', flowRunId: 'child' })));
    progress.observe(flowEvent(child, state('COMPLETED'), state('RUNNING')));
    await progress.pass(600);
    await progress.pass(100);
    progress.observe(mapEnded(map, {}), end);
    expect(terminal.screen.filter((line) => line.includes('inner'))).toHaveLength(1);
  });
});

describe('without a terminal', () => {
  it('writes a plain line now and then', async () => {
    const stream = new LineSink();
    const progress = open(stream);
    progress.observe(begin, mapBegin, ...children(5));
    expect([...progress.timers].map(({ period }) => period)).toEqual([10_000]);
    await progress.pass(10_000);
    expect(stream.lines).toEqual([
      expect.stringContaining(
        "Flow run 'mauve-otter' - Mapping 'transform': 5 of 10 done, 0 running, 0.5/s, 10 s left",
      ),
    ]);
    expect(stream.text).not.toContain('\u001b');
  });

  it.each([
    ['CI', { CI: 'true' }],
    ['a terminal without control sequences', { TERM: 'dumb' }],
    ['JSON, where every line is a record', { MILLRACE_LOG_FORMAT: 'json' }],
  ])('counts: %s', async (_, env) => {
    const terminal = new Terminal();
    const progress = open(terminal, { env });
    progress.observe(begin, mapBegin);
    await progress.pass(10_000);
    expect(terminal.text).not.toContain('\u001b');
    expect(terminal.lines).toHaveLength(1);
  });
});

it.each(['0', 'false', 'off'])('shows nothing with MILLRACE_PROGRESS=%s', async (value) => {
  const terminal = new Terminal();
  const progress = open(terminal, { env: { MILLRACE_PROGRESS: value } });
  progress.observe(begin, mapBegin);
  await progress.pass(10_000);
  expect(terminal.text).toBe('');
});

it('costs next to nothing for each event', () => {
  const progress = createProgress({ stream: new Terminal(), env: {}, neighbours: [] });
  const other = mapFacts({ id: 'other' });
  for (const event of [begin, mapBegin, { ...mapBegin, map: other }] as RunEvent[]) progress.observe(event);
  const events = [...lifeOf(taskFacts({ map })), ...lifeOf(taskFacts({ map: other }))];
  const rounds = 100_000;
  const start = performance.now();
  for (let round = 0; round < rounds; round++) for (const event of events) progress.observe(event);
  const microseconds = ((performance.now() - start) * 1_000) / (rounds * events.length);
  progress.observe(end);
  // Measured: 0.05 µs. The bound is for a busy machine.
  expect(microseconds).toBeLessThan(2);
});
