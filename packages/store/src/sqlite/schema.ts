import { StoreSchemaError } from '../errors/store-errors.js';
import type { SqliteDatabase } from './driver.js';

/**
 * The steps from an empty file to the schema of this version, in order; `user_version` counts those that a file has seen.
 * A step that was released is never changed: what it lacks is added by the next one.
 *
 * Rows lie in the order of their ids, which is that of creation, and every index ends with the id: "the newest of …" is
 * read off the end of an index and never sorted. One row a run, with its states inside as `["TYPE","Name",time,"message"]`
 * joined by commas: a row for each state was measured at three quarters of the speed (docs/decisions/0014-one-row-a-run.md).
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE flow_run (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    flow_name TEXT NOT NULL,
    version TEXT,
    tags TEXT,
    parameters TEXT NOT NULL,
    parent_flow_run_id TEXT,
    parent_task_run_id TEXT,
    log_prints INTEGER NOT NULL,
    created REAL NOT NULL,
    state_type TEXT NOT NULL,
    state_name TEXT NOT NULL,
    start_time REAL,
    end_time REAL,
    total_run_time REAL NOT NULL,
    run_count INTEGER NOT NULL,
    states TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX flow_run_by_flow ON flow_run (flow_name, id);

  CREATE TABLE task_run (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    task_name TEXT NOT NULL,
    version TEXT,
    tags TEXT,
    flow_run_id TEXT,
    parent_task_run_id TEXT,
    map_id TEXT,
    map_index INTEGER,
    log_prints INTEGER NOT NULL,
    created REAL NOT NULL,
    state_type TEXT NOT NULL,
    state_name TEXT NOT NULL,
    start_time REAL,
    end_time REAL,
    total_run_time REAL NOT NULL,
    run_count INTEGER NOT NULL,
    states TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX task_run_by_task ON task_run (task_name, id);
  CREATE INDEX task_run_by_flow_run ON task_run (flow_run_id, id);
  CREATE INDEX task_run_by_flow_run_and_task ON task_run (flow_run_id, task_name, id);

  CREATE TABLE map_run (
    id TEXT PRIMARY KEY,
    task_name TEXT NOT NULL,
    flow_run_id TEXT,
    size INTEGER,
    started REAL,
    ended REAL,
    duration REAL,
    counts TEXT
  ) WITHOUT ROWID;
  `,
];

/** Marks the file as ours ("Mill"), for `file` and for whoever opens it. */
const APPLICATION_ID = 0x4d696c6c;

/**
 * Brings the file to the schema of this version. Processes that open it at the same time wait for the first of them.
 *
 * @throws StoreSchemaError if the file is of a newer version; an Error if it is a database of another program
 */
export function migrate(database: SqliteDatabase, path: string, migrations = MIGRATIONS): void {
  if (versionOf(database) === migrations.length) return;
  database.exec('BEGIN IMMEDIATE');
  try {
    const version = versionOf(database);
    if (version > migrations.length) throw new StoreSchemaError(path, version, migrations.length);
    if (version === 0) refuseForeign(database);
    for (const step of migrations.slice(version)) database.exec(step);
    database.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
    database.exec(`PRAGMA user_version = ${migrations.length}`);
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}

const versionOf = (database: SqliteDatabase): number =>
  Number(database.prepare('PRAGMA user_version').get()?.['user_version']);

function refuseForeign(database: SqliteDatabase): void {
  const table = database.prepare('SELECT name FROM sqlite_master LIMIT 1').get()?.['name'];
  if (table !== undefined) throw new Error(`it is the database of another program, with a table '${table}'`);
}
