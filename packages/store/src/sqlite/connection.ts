import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { MillraceError } from '@millrace/core';
import { StoreOpenError } from '../errors/store-errors.js';
import { openDatabase, type SqliteDatabase } from './driver.js';
import { migrate } from './schema.js';
import { whileBusy } from './while-busy.js';

/**
 * How long SQLite itself waits for a lock, in milliseconds. It blocks the event loop meanwhile, so this is long enough
 * for the batch of another process and no longer; the rest of the wait lets the loop go on.
 */
const BLOCKING_WAIT = 25;

/**
 * NORMAL in WAL mode: a commit survives the death of the process at once, and the loss of power from the next
 * checkpoint on; the file is intact in either case. FULL costs a disk flush a batch.
 */
const SETTINGS = [
  `PRAGMA busy_timeout = ${BLOCKING_WAIT}`,
  'PRAGMA journal_mode = WAL',
  'PRAGMA synchronous = NORMAL',
  'PRAGMA journal_size_limit = 67108864',
];

/**
 * Opens the file, creates what is missing, and brings it to the schema of this version.
 *
 * @throws StoreOpenError, StoreSchemaError, StoreDriverError
 */
export async function connect(path: string, busyTimeout: number): Promise<SqliteDatabase> {
  let database: SqliteDatabase | undefined;
  try {
    if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
    const opened = (database = openDatabase(path));
    await whileBusy(busyTimeout, () => {
      for (const setting of SETTINGS) opened.exec(setting);
      migrate(opened, path);
    });
    return opened;
  } catch (error) {
    database?.close();
    throw MillraceError.is(error) ? error : new StoreOpenError(path, error);
  }
}
