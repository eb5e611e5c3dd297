import { SqliteStore } from '../../src/index.js';
import { openDatabase } from '../../src/sqlite/driver.js';
import { COMPLETED, eventsOf, flowRun, freshPath, taskRun } from './samples.js';

describe('SqliteStore, in what it records', () => {
  it('adds up a run whose states come in many batches, in columns that SQL can ask', async () => {
    const path = freshPath();
    await using store = new SqliteStore({ path });
    const run = taskRun('r');
    const life = eventsOf(run, ['PENDING', 'RUNNING', 'SCHEDULED', 'RUNNING', 'RUNNING', 'COMPLETED'], 10);
    for (const event of life) await store.append([event]);
    const database = openDatabase(path);
    const row = database
      .prepare('SELECT state_type, start_time, end_time, total_run_time, run_count FROM task_run')
      .get();
    database.close();
    expect({ ...row }).toEqual({
      ...{ state_type: 'COMPLETED', start_time: 11, end_time: 15, total_run_time: 3, run_count: 3 },
    });
    const { startTime, endTime, totalRunTime, runCount } = (await store.getTaskRun('r'))!;
    expect([startTime, endTime, totalRunTime, runCount]).toEqual([11, 15, 3, 3]);
  });

  it('takes a name that was given after the first state', async () => {
    await using store = new SqliteStore({ path: ':memory:' });
    const [pending, running] = eventsOf(taskRun('r'), ['PENDING', 'RUNNING']);
    await store.append([pending!]);
    await store.append([{ ...running!, run: taskRun('r', { name: 'load of Monday' }) } as typeof pending & object]);
    expect((await store.getTaskRun('r'))?.name).toBe('load of Monday');
  });

  it('describes parameters that cannot be serialised, and records the run', async () => {
    await using store = new SqliteStore({ path: ':memory:' });
    const options: Record<string, unknown> = { size: 3, onRow: () => undefined };
    options['self'] = options;
    await store.append(eventsOf(flowRun('f', { parameters: ['eu', options, new Set([1])] }), COMPLETED));
    expect(await store.getFlowRun('f')).toMatchObject({
      parameters: ['eu', { size: 3, onRow: '[Function: onRow]', self: '[Circular]' }, 'Set(1) { 1 }'],
      state: { type: 'COMPLETED' },
    });
  });

  it('knows the map of a child whose beginning it has not seen, and keeps how the map ended', async () => {
    const path = freshPath();
    await using store = new SqliteStore({ path });
    const map = { id: 'm', taskName: 'load', flowRunId: 'f', size: 1 };
    const counts = { runs: 1, completed: 1, failed: 0, cancelled: 0, notReady: 0, neverPulled: 0 };
    await store.append([
      ...eventsOf(taskRun('r', { map, mapIndex: 0 }), COMPLETED),
      { type: 'map-ended', map, counts, timestamp: 9, duration: 8 },
    ]);
    expect((await store.getTaskRun('r'))?.map).toEqual(map);
    const database = openDatabase(path);
    const row = database.prepare('SELECT duration, counts FROM map_run').get();
    database.close();
    expect([row?.['duration'], JSON.parse(String(row?.['counts']))]).toEqual([8, counts]);
  });
});
