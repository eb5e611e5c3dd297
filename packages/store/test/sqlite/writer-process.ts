/**
 * A process that records runs until it is killed, or for so many milliseconds, and tells each batch that was recorded.
 *
 *     node --import tsx writer-process.ts <path> <name> <milliseconds> <runs a batch>
 */
import { setTimeout as delay } from 'node:timers/promises';
import { MillraceError } from '@millrace/core';
import { SqliteStore } from '@millrace/store';
import { COMPLETED, eventsOf, taskRun } from './samples.js';

const [path, name, milliseconds, size] = process.argv.slice(2);
const store = new SqliteStore({ path });
const end = performance.now() + Number(milliseconds);

try {
  for (let batch = 0; performance.now() < end; batch++) {
    const ids = Array.from({ length: Number(size) }, (_, i) => `${name}-${batch}-${i}`);
    await store.append(ids.flatMap((id) => eventsOf(taskRun(id), COMPLETED)));
    process.stdout.write(`recorded ${batch}\n`);
    await delay(1);
  }
} catch (error) {
  process.stdout.write(`refused ${MillraceError.is(error) ? `${error.code} ${error.message}` : String(error)}\n`);
}
