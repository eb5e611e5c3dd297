import type { RunEvent } from '@millrace/core';
import { createLogger, createRunLogObserver } from '../../src/index.js';
import { flowEvent, flowFacts, lifeOf, mapEnded, mapFacts, state, taskEvent, taskFacts } from '../support/events.js';
import { LineSink } from '../support/line-sink.js';

/** The lines that the events make, without their times. */
function linesOf(events: Iterable<RunEvent>, level = 'info'): string[] {
  const stream = new LineSink();
  const observer = createRunLogObserver(createLogger({ stream, env: { MILLRACE_LOG_LEVEL: level } }));
  for (const event of events) observer.observe(event);
  return stream.lines.map((line) => line.replace(/^[\d:.]+ \| /, ''));
}

const pending = state('PENDING');
const running = state('RUNNING');
const failed = state('FAILED', undefined, 'no rows');
const error = new TypeError('no rows');

describe('the run log', () => {
  it('tells how a flow begins and ends', () => {
    const run = flowFacts();
    expect(
      linesOf([
        flowEvent(run, pending, undefined),
        flowEvent(run, running, pending),
        flowEvent(run, state('COMPLETED'), running),
      ]),
    ).toEqual([
      "INFO    | Flow run 'mauve-otter' - Beginning flow run 'mauve-otter' for flow 'etl'",
      "INFO    | Flow run 'mauve-otter' - Finished in state Completed()",
    ]);
  });

  it('calls a flow within another a subflow', () => {
    const run = flowFacts({ name: 'red-fox', parentFlowRunId: 'flow-id' });
    expect(linesOf([flowEvent(run, pending, undefined)])[0]).toContain(
      "Beginning subflow run 'red-fox' for flow 'etl'",
    );
  });

  it('tells how a task ends, and that it was created with debug', () => {
    expect(linesOf(lifeOf(taskFacts()))).toEqual(["INFO    | Task run 'transform-7' - Finished in state Completed()"]);
    expect(linesOf(lifeOf(taskFacts()), 'debug')).toEqual([
      "DEBUG   | Task run 'transform-7' - Created task run 'transform-7' for task 'transform'",
      "INFO    | Task run 'transform-7' - Finished in state Completed()",
    ]);
  });

  it.each([
    [2_000, 'Retry 1/3 will start 2 second(s) from now'],
    [250, 'Retry 1/3 will start 0.25 second(s) from now'],
    [0, 'Retry 1/3 will start immediately'],
  ])('announces a retry in %i ms', (retryIn, expected) => {
    const event = taskEvent(taskFacts(), state('SCHEDULED', undefined, undefined, 'AwaitingRetry'), running, {
      error,
      attempt: 1,
      retries: 3,
      retryIn,
    });
    expect(linesOf([event])).toEqual([
      `INFO    | Task run 'transform-7' - Task run failed with exception: TypeError: no rows - ${expected}`,
    ]);
  });

  it('tells why a task failed, with the stack, and that its retries are exhausted', () => {
    const lines = linesOf([taskEvent(taskFacts(), failed, running, { error, attempt: 4, retries: 3 })]);
    expect(lines[0]).toBe(
      "ERROR   | Task run 'transform-7' - Task run failed with exception: TypeError: no rows - Retries are exhausted",
    );
    expect(lines[1]).toBe('TypeError: no rows');
    expect(lines[2]).toMatch(/^ {4}at /);
    expect(lines.at(-1)).toBe(`ERROR   | Task run 'transform-7' - Finished in state Failed("no rows")`);
  });

  it('does not call retries exhausted that were refused or never asked for', () => {
    for (const failure of [
      { error, attempt: 1, retries: 3 },
      { error, attempt: 1, retries: 0 },
    ]) {
      const [line] = linesOf([taskEvent(taskFacts(), failed, running, failure)]);
      expect(line).toBe("ERROR   | Task run 'transform-7' - Task run failed with exception: TypeError: no rows");
    }
  });

  it('tells why a flow failed', () => {
    const lines = linesOf([flowEvent(flowFacts(), failed, running, { error, attempt: 1, retries: 0 })]);
    expect(lines[0]).toBe(
      "ERROR   | Flow run 'mauve-otter' - Encountered exception during execution: TypeError: no rows",
    );
    expect(lines.at(-1)).toContain('Finished in state Failed("no rows")');
  });

  it('says nothing of the children of a map unless debugging', () => {
    const run = taskFacts({ map: mapFacts(), mapIndex: 0 });
    expect(linesOf(lifeOf(run))).toEqual([]);
    expect(linesOf(lifeOf(run), 'debug').at(-1)).toBe(
      "DEBUG   | Task run 'transform-7' - Finished in state Completed()",
    );
  });

  it.each([
    [{ runs: 100_000, completed: 99_998, failed: 2 }, '100000 runs, 99998 completed, 2 failed, in 3.1 s'],
    [{ runs: 1, completed: 1 }, '1 run, 1 completed, in 3.1 s'],
    [
      { runs: 4, completed: 1, cancelled: 2, notReady: 1, neverPulled: 5 },
      '4 runs, 1 completed, 2 cancelled, 1 not ready, 5 never started, in 3.1 s',
    ],
  ])('gives a map one line: %j', (counts, expected) => {
    const events = [flowEvent(flowFacts(), pending, undefined), mapEnded(mapFacts(), counts)];
    expect(linesOf(events)[1]).toBe(`INFO    | Flow run 'mauve-otter' - Mapped 'transform': ${expected}`);
  });

  it('names the flow in the records of its tasks, as JSON', () => {
    const stream = new LineSink();
    const observer = createRunLogObserver(createLogger({ stream, env: {}, format: 'json' }));
    observer.observe(flowEvent(flowFacts(), pending, undefined));
    for (const event of lifeOf(taskFacts())) observer.observe(event);
    expect(JSON.parse(stream.lines[1]!)).toMatchObject({
      flowRunId: 'flow-id',
      flowRunName: 'mauve-otter',
      flowName: 'etl',
      taskRunName: 'transform-7',
    });
  });

  it('costs next to nothing for a map’s children', () => {
    const observer = createRunLogObserver(createLogger({ stream: new LineSink(), env: {} }));
    const events = [...lifeOf(taskFacts({ map: mapFacts() }))];
    const rounds = 200_000;
    const start = performance.now();
    for (let round = 0; round < rounds; round++) for (const event of events) observer.observe(event);
    const microseconds = ((performance.now() - start) * 1_000) / (rounds * events.length);
    // Measured: 0.01 µs. The bound is for a busy machine.
    expect(microseconds).toBeLessThan(1);
  });
});
