import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger } from '@millrace/testing';
import { compose } from '../src/compose.js';
import { configure, flow, SqliteStore, task } from '../src/index.js';

const directory = mkdtempSync(join(tmpdir(), 'millrace-compose-'));
configure({ logger: silentLogger });

const double = task({ name: 'double' }, async (x: number) => x * 2);
const doubles = flow({ name: 'doubles' }, async (numbers: readonly number[]) => await double.map(numbers));

describe('MILLRACE_STORE', () => {
  it('may be a file, which has every state of every run once the flow has ended', async () => {
    const path = join(directory, 'own.sqlite');
    compose({ MILLRACE_STORE: path });
    expect(existsSync(path)).toBe(false);
    expect(await doubles([1, 2, 3])).toEqual([2, 4, 6]);

    await using store = new SqliteStore({ path });
    const [run, ...others] = await store.listFlowRuns();
    expect(others).toEqual([]);
    expect(run).toMatchObject({ flowName: 'doubles', parameters: [[1, 2, 3]], state: { type: 'COMPLETED' } });
    const taskRuns = await store.listTaskRuns({ flowRunId: run!.id });
    expect(taskRuns.map(({ name, states }) => [name, ...states.map((state) => state.name)])).toEqual(
      ['double-2', 'double-1', 'double-0'].map((name) => [name, 'Pending', 'Running', 'Completed']),
    );
    expect(taskRuns.map(({ map }) => map?.size)).toEqual([3, 3, 3]);
  });
});
