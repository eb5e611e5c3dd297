import { SqliteStore } from '../../src/index.js';
import { openDatabase } from '../../src/sqlite/driver.js';
import { flowRunById, newestFlowRuns, newestTaskRuns, taskRunById } from '../../src/sqlite/queries.js';
import { migrate } from '../../src/sqlite/schema.js';
import { COMPLETED, eventsOf, flowRun, freshPath, taskRun } from './samples.js';

describe('the queries of SqliteStore', () => {
  const database = openDatabase(':memory:');
  migrate(database, 'plans.db');
  afterAll(() => database.close());

  it.each([
    ['a flow run', flowRunById('x'), 'SEARCH flow_run USING PRIMARY KEY (id=?)'],
    ['a task run', taskRunById('x'), 'SEARCH task_run USING PRIMARY KEY (id=?)'],
    ['the newest flow runs', newestFlowRuns({}), 'SCAN flow_run'],
    [
      'those of a flow',
      newestFlowRuns({ flowName: 'x' }),
      'SEARCH flow_run USING INDEX flow_run_by_flow (flow_name=?)',
    ],
    ['the newest task runs', newestTaskRuns({}), 'SCAN task_run'],
    [
      'those of a task',
      newestTaskRuns({ taskName: 'x' }),
      'SEARCH task_run USING INDEX task_run_by_task (task_name=?)',
    ],
    [
      'those of a flow run',
      newestTaskRuns({ flowRunId: 'x' }),
      'SEARCH task_run USING INDEX task_run_by_flow_run (flow_run_id=?)',
    ],
    [
      'those of a task in a flow run',
      newestTaskRuns({ flowRunId: 'x', taskName: 'x' }),
      'SEARCH task_run USING INDEX task_run_by_flow_run_and_task (flow_run_id=? AND task_name=?)',
    ],
  ])('find %s by an index, and sort nothing', (_, { sql, parameters }, expected) => {
    const plan = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters);
    const [first, ...others] = plan.map(({ detail }) => detail);
    expect(first).toBe(expected);
    // What else there is joins the map of a row by its key.
    for (const step of others) expect(step).toMatch(/^SEARCH map_run USING PRIMARY KEY/);
  });

  it('take less than 50 ms each with 100 000 task runs', async () => {
    await using store = new SqliteStore({ path: freshPath() });
    await store.append(eventsOf(flowRun('flow-1'), ['PENDING', 'RUNNING']));
    for (let start = 0; start < 100_000; start += 2_000) {
      const runs = Array.from({ length: 2_000 }, (_, i) =>
        taskRun(String(start + i).padStart(6, '0'), {
          taskName: (start + i) % 1_000 === 0 ? 'rare' : 'load',
          flowRunId: (start + i) % 10 === 0 ? 'flow-2' : 'flow-1',
        }),
      );
      await store.append(runs.flatMap((run) => eventsOf(run, COMPLETED)));
    }
    const ask = {
      one: () => store.getTaskRun('055555'),
      newest: () => store.listTaskRuns(),
      task: () => store.listTaskRuns({ taskName: 'rare' }),
      flowRun: () => store.listTaskRuns({ flowRunId: 'flow-1' }),
      both: () => store.listTaskRuns({ flowRunId: 'flow-2', taskName: 'rare' }),
      none: () => store.listTaskRuns({ flowRunId: 'flow-1', taskName: 'rare' }),
      flowRuns: () => store.listFlowRuns({ flowName: 'etl' }),
    };
    for (const [question, answer] of Object.entries(ask)) {
      const times: number[] = [];
      for (let i = 0; i < 3; i++) {
        const started = performance.now();
        await answer();
        times.push(performance.now() - started);
      }
      expect([question, Math.min(...times) < 50]).toEqual([question, true]);
    }
    expect((await ask.both()).length).toBe(100);
    expect((await ask.none()).length).toBe(0);
  }, 30_000);
});
