import { setImmediate } from 'node:timers/promises';
import { SqliteStore } from '../../src/index.js';
import { openDatabase } from '../../src/sqlite/driver.js';
import { COMPLETED, eventsOf, freshPath, taskRun } from './samples.js';

async function createLocked(busyTimeout: string) {
  const path = freshPath();
  const store = new SqliteStore({ path, busyTimeout });
  await store.append(eventsOf(taskRun('first'), COMPLETED));
  const other = openDatabase(path);
  other.exec('BEGIN IMMEDIATE');
  return { store, other };
}

describe('SqliteStore, while another process is writing', () => {
  it('waits for it, and leaves the event loop free', async () => {
    const { store, other } = await createLocked('20s');
    let isRecorded = false;
    const appended = Promise.resolve(store.append(eventsOf(taskRun('second'), COMPLETED))).then(
      () => (isRecorded = true),
    );
    for (let i = 0; i < 3; i++) await setImmediate();
    expect(isRecorded).toBe(false);
    other.exec('COMMIT');
    await appended;
    expect((await store.getTaskRun('second'))?.states).toHaveLength(3);
    other.close();
    await store[Symbol.asyncDispose]();
  });

  it('reads what was there before', async () => {
    const { store, other } = await createLocked('20s');
    expect((await store.getTaskRun('first'))?.state.type).toBe('COMPLETED');
    other.close();
    await store[Symbol.asyncDispose]();
  });

  it('gives up after busyTimeout, writes nothing, and can be asked again', async () => {
    const { store, other } = await createLocked('10ms');
    const batch = eventsOf(taskRun('second'), COMPLETED);
    await expect(store.append(batch)).rejects.toMatchObject({
      code: 'STORE_WRITE',
      message: expect.stringContaining('database is locked'),
      events: 3,
    });
    other.exec('COMMIT');
    other.close();
    await store.append(batch);
    expect((await store.getTaskRun('second'))?.states).toHaveLength(3);
    await store[Symbol.asyncDispose]();
  });
});
