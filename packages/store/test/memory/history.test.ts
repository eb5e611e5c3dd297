import type { RunEvent, State, TaskRunFacts } from '@millrace/core';
import { MemoryStore, type MemoryStoreOptions } from '../../src/index.js';

const state = (name: string, timestamp: number): State => ({
  type: name.toUpperCase() as State['type'],
  name,
  timestamp,
  message: undefined,
});

const taskRun = (id: string, facts: Partial<TaskRunFacts> = {}): TaskRunFacts => ({
  ...{ kind: 'task', id, name: `name of ${id}`, taskName: 'load', tags: [], logPrints: false },
  ...facts,
});

const enter = (run: TaskRunFacts, next: State): RunEvent => ({
  ...{ type: 'task-run-state', run, state: next, previous: undefined, failure: undefined },
});

const complete = (run: TaskRunFacts, at: number): RunEvent[] => [
  enter(run, state('Running', at)),
  enter(run, state('Completed', at + 0.5)),
];

const idsIn = async (store: MemoryStore): Promise<string[]> =>
  (await store.listTaskRuns({ limit: Infinity })).map(({ id }) => id);

describe('MemoryStore', () => {
  it('forgets the runs that finished longest ago, and only as many as it must', async () => {
    await using store = new MemoryStore({ maxTaskRuns: 3 });
    for (let i = 0; i < 8; i++) store.append(complete(taskRun(`r${i}`), i));
    expect(await idsIn(store)).toEqual(['r7', 'r6', 'r5']);
    expect(await store.getTaskRun('r4')).toBeUndefined();
  });

  it('counts by the end of a run, not by its beginning', async () => {
    await using store = new MemoryStore({ maxTaskRuns: 2 });
    const slow = taskRun('slow');
    store.append([enter(slow, state('Running', 0))]);
    for (let i = 1; i <= 5; i++) store.append(complete(taskRun(`r${i}`), i));
    store.append([enter(slow, state('Completed', 10))]);
    expect(await idsIn(store)).toEqual(['r5', 'slow']);
  });

  it('keeps every run that has not finished, beside the bound', async () => {
    await using store = new MemoryStore({ maxTaskRuns: 2 });
    const waiting = Array.from({ length: 50 }, (_, i) => taskRun(`waiting-${i}`));
    store.append(waiting.map((run, i) => enter(run, state('Pending', i))));
    for (let i = 0; i < 9; i++) store.append(complete(taskRun(`r${i}`), 100 + i));
    expect(await idsIn(store)).toHaveLength(52);
  });

  it('remembers no finished run with a bound of 0', async () => {
    await using store = new MemoryStore({ maxTaskRuns: 0 });
    const live = taskRun('live');
    store.append([...complete(taskRun('done'), 0), enter(live, state('Running', 1))]);
    expect(await idsIn(store)).toEqual(['live']);
  });

  it('is empty after its disposal', async () => {
    const store = new MemoryStore();
    store.append(complete(taskRun('r'), 0));
    await store[Symbol.asyncDispose]();
    expect(await idsIn(store)).toEqual([]);
  });

  it('does not read a single fact of a run that nobody asks for, since ids and names cost more than the record', () => {
    const untouchable = new Proxy(taskRun('secret'), {
      get(_, fact) {
        throw new Error(`append() read ${String(fact)}`);
      },
    });
    expect(() => new MemoryStore().append(complete(untouchable, 0))).not.toThrow();
  });

  it.each<[unknown, string]>([
    [{ maxTaskRuns: -1 }, 'maxTaskRuns must be a whole number from 0 up, got -1 (MemoryStore).'],
    [{ maxFlowRuns: 1.5 }, 'maxFlowRuns must be a whole number from 0 up, got 1.5 (MemoryStore).'],
    [{ maxFlowRuns: Infinity }, 'maxFlowRuns must be a whole number from 0 up, got Infinity (MemoryStore).'],
    [{ maxRuns: 5 }, 'MemoryStore has no option "maxRuns". Known options: maxFlowRuns, maxTaskRuns.'],
    [7, 'options must be an object such as { maxTaskRuns: 500 }, got 7 (MemoryStore).'],
  ])('refuses %p, and says so', (options, message) => {
    expect(() => new MemoryStore(options as MemoryStoreOptions)).toThrow(message);
  });
});
