import { createRequire } from 'node:module';
import { StoreDriverError } from '../errors/store-errors.js';

/** What a column holds. */
export type SqlValue = string | number | null;
export type SqlRow = Readonly<Record<string, SqlValue>>;

/** A prepared statement. Every call runs it to its end, so that none holds a lock afterwards. */
export interface SqliteStatement {
  run(...parameters: SqlValue[]): unknown;
  get(...parameters: SqlValue[]): SqlRow | undefined;
  all(...parameters: SqlValue[]): readonly SqlRow[];
}

/** An open database: the part of Node's `DatabaseSync` that the store uses. */
export interface SqliteDatabase {
  exec(sql: string): void;
  prepare(sql: string): SqliteStatement;
  close(): void;
}

interface SqliteModule {
  readonly DatabaseSync: new (path: string) => SqliteDatabase;
}

let loaded: SqliteModule | undefined;

/**
 * Opens a database with the SQLite of Node, or, where Node has none, with a prebuilt one of the same interface
 * (docs/decisions/0013-sqlite-driver.md). Nothing is loaded before the first call.
 *
 * @throws StoreDriverError if there is no SQLite; whatever SQLite throws if it cannot open the file
 */
export function openDatabase(path: string): SqliteDatabase {
  loaded ??= loadBuiltin() ?? loadPackage();
  return new loaded.DatabaseSync(path);
}

/** Node 22.5 to 22.12 have it behind a flag only, and are without it here unless the flag is given. */
function loadBuiltin(): SqliteModule | undefined {
  const { emitWarning } = process;
  // Node 22 calls the module experimental each time a process loads it; that is not for the users of a store to read.
  process.emitWarning = () => {};
  try {
    return process.getBuiltinModule?.('node:sqlite') as SqliteModule | undefined;
  } finally {
    process.emitWarning = emitWarning;
  }
}

function loadPackage(): SqliteModule {
  try {
    return createRequire(import.meta.url)('@photostructure/sqlite') as SqliteModule;
  } catch (error) {
    throw new StoreDriverError(error);
  }
}

/** SQLITE_BUSY. */
const BUSY = 5;

/** Whether an error says that another connection holds the lock; extended codes have the plain one in their low byte. */
export function isBusy(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const code: unknown = 'errcode' in error ? error.errcode : undefined;
  return typeof code === 'number' && (code & 0xff) === BUSY;
}
