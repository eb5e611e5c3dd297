/**
 * Task runs recorded in SQLite, by the engine and by a bare loop; the answer is milliseconds for all rows.
 *
 * Both sides start with a new file each time and use the same SQLite, the same settings, tables, indexes and rows: those
 * that a run of the engine has left. The bare loop has the rows ready and writes each of them once, 1000 a transaction.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConcurrentTaskRunner, configure, Flow, flows, MemoryStore, SqliteStore, Task, tasks } from 'millrace';

export interface StoreRequest {
  readonly side: 'bare' | 'sqlite' | 'memory';
  readonly n: number;
  readonly concurrency: number;
}

interface Statement {
  run(...values: unknown[]): unknown;
  all(): readonly Record<string, unknown>[];
}
interface Database {
  exec(sql: string): void;
  prepare(sql: string): Statement;
  close(): void;
}
type SqliteModule = { readonly DatabaseSync: new (path: string) => Database };

const sqlite = (process.getBuiltinModule?.('node:sqlite') ??
  createRequire(import.meta.url)('@photostructure/sqlite')) as SqliteModule;

const BATCH = 1_000;

class Mapping {
  @Task() noop(x: number): Promise<number> {
    return Promise.resolve(x);
  }

  @Flow() async run(numbers: readonly number[]): Promise<readonly number[]> {
    return await tasks(this).noop.map(numbers);
  }
}

const directory = mkdtempSync(join(tmpdir(), 'millrace-bench-'));
process.on('exit', () => rmSync(directory, { recursive: true, force: true }));

/** A file that is not there yet. */
function freshFile(name: string): string {
  const path = join(directory, name);
  for (const suffix of ['', '-wal', '-shm']) if (existsSync(path + suffix)) rmSync(path + suffix);
  return path;
}

/** The engine at work, until every state of every run is in the store. */
async function measureEngine(store: MemoryStore | SqliteStore, { n, concurrency }: StoreRequest): Promise<number> {
  configure({ store });
  const run = flows(new Mapping()).run.with({ runner: new ConcurrentTaskRunner({ concurrency }) });
  await run([1]);
  globalThis.gc?.();
  const numbers = Array.from({ length: n }, (_, i) => i);
  const started = performance.now();
  await run(numbers);
  const ms = performance.now() - started;
  const recorded = await store.listTaskRuns({ limit: 1 });
  if (recorded[0]?.state.type !== 'COMPLETED') throw new Error('The last run was not recorded.');
  await store[Symbol.asyncDispose]();
  configure({ store: new MemoryStore() });
  return ms;
}

interface Recorded {
  readonly schema: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

let recorded: Recorded | undefined;

/** The tables and the rows that the engine leaves. */
async function record(request: StoreRequest): Promise<Recorded> {
  const path = freshFile('recorded.db');
  await measureEngine(new SqliteStore({ path }), request);
  const database = new sqlite.DatabaseSync(path);
  const schema = database.prepare('SELECT sql FROM sqlite_master WHERE sql IS NOT NULL').all();
  const rows = database.prepare('SELECT * FROM task_run').all();
  if (rows.length !== request.n + 1) throw new Error(`${request.n + 1} runs left ${rows.length} rows.`);
  database.close();
  return { schema: schema.map(({ sql }) => String(sql)), rows: rows.slice(1).map((row) => Object.values(row)) };
}

async function measureBare(request: StoreRequest): Promise<number> {
  const { schema, rows } = (recorded ??= await record(request));
  const database = new sqlite.DatabaseSync(freshFile('bare.db'));
  for (const sql of ['PRAGMA journal_mode = WAL', 'PRAGMA synchronous = NORMAL', ...schema]) database.exec(sql);
  const insert = database.prepare(`INSERT INTO task_run VALUES (${rows[0]!.map(() => '?').join(', ')})`);
  globalThis.gc?.();
  const started = performance.now();
  for (let start = 0; start < rows.length; start += BATCH) {
    database.exec('BEGIN');
    for (const row of rows.slice(start, start + BATCH)) insert.run(...row);
    database.exec('COMMIT');
  }
  const ms = performance.now() - started;
  database.close();
  return ms;
}

export async function measure(request: StoreRequest): Promise<number> {
  switch (request.side) {
    case 'bare':
      return await measureBare(request);
    case 'sqlite':
      return await measureEngine(new SqliteStore({ path: freshFile('engine.db') }), request);
    case 'memory':
      return await measureEngine(new MemoryStore(), request);
  }
}
