import type { FlowRunQuery, FlowRunSnapshot, RunEvent, RunStore, TaskRunQuery, TaskRunSnapshot } from '@millrace/core';
import { StoreClosedError, StoreReadError, StoreWriteError } from '../errors/store-errors.js';
import { connect } from './connection.js';
import { isBusy, type SqliteDatabase, type SqliteStatement, type SqlRow } from './driver.js';
import { foldEvents, type BatchChanges } from './fold-events.js';
import { parseOptions, type SqliteStoreOptions } from './options.js';
import { flowRunById, newestFlowRuns, newestTaskRuns, taskRunById, type SqlQuery } from './queries.js';
import { toFlowRun, toTaskRun } from './snapshots.js';
import { whileBusy } from './while-busy.js';
import { createBatchWriter, type WriteBatch } from './write-batch.js';

/** An open file and the statements that were prepared for it. */
interface Connection {
  readonly database: SqliteDatabase;
  readonly write: WriteBatch;
  /** By their text. */
  readonly reads: Map<string, SqliteStatement>;
}

/**
 * Records runs in a file, which outlives the process: every state of every run, each batch in one transaction.
 *
 * The file is opened, and created with its directory, by the first event or question. Several processes may share it:
 * each waits for the others, and all read what any of them has written.
 *
 * Parameters of flows are kept as JSON for people to read; what JSON does not know is described, within 64 KiB.
 *
 * @example
 * configure({ store: new SqliteStore({ path: 'runs.db' }) });
 * await new Etl().etl();
 * @throws InvalidOptionError, UnknownOptionError. Its methods throw StoreOpenError, StoreSchemaError or
 *   StoreDriverError if the file cannot be opened, StoreWriteError, StoreReadError, and StoreClosedError after disposal
 */
export class SqliteStore implements RunStore {
  readonly name = 'sqlite';
  /** The file, or `':memory:'`. */
  readonly path: string;
  readonly #busyTimeout: number;
  #connection: Connection | undefined;
  #opening: Promise<Connection> | undefined;
  #isClosed = false;

  constructor(options: SqliteStoreOptions = {}) {
    const { path, busyTimeout } = parseOptions(options);
    this.path = path;
    this.#busyTimeout = busyTimeout;
  }

  append(events: readonly RunEvent[]): void | Promise<void> {
    if (this.#isClosed) throw new StoreClosedError(this.path);
    if (events.length === 0) return;
    const changes = foldEvents(events);
    if (this.#connection === undefined) return this.#appendLater(changes, events.length);
    try {
      this.#connection.write(changes);
    } catch (error) {
      if (isBusy(error)) return this.#appendLater(changes, events.length);
      throw new StoreWriteError(this.path, events.length, error);
    }
  }

  async getFlowRun(id: string): Promise<FlowRunSnapshot | undefined> {
    const [row] = await this.#read(flowRunById(id));
    return row && toFlowRun(row);
  }

  async getTaskRun(id: string): Promise<TaskRunSnapshot | undefined> {
    const [row] = await this.#read(taskRunById(id));
    return row && toTaskRun(row);
  }

  async listFlowRuns(query: FlowRunQuery = {}): Promise<readonly FlowRunSnapshot[]> {
    return (await this.#read(newestFlowRuns(query))).map(toFlowRun);
  }

  async listTaskRuns(query: TaskRunQuery = {}): Promise<readonly TaskRunSnapshot[]> {
    return (await this.#read(newestTaskRuns(query))).map(toTaskRun);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    await this.#opening?.catch(() => undefined);
    this.#connection?.database.close();
    this.#connection = undefined;
  }

  /** For when the file is not open yet, or another process is writing to it: waits, and leaves the event loop free. */
  async #appendLater(changes: BatchChanges, events: number): Promise<void> {
    const { write } = await this.#connect();
    try {
      await whileBusy(this.#busyTimeout, () => write(changes));
    } catch (error) {
      throw new StoreWriteError(this.path, events, error);
    }
  }

  async #read({ sql, parameters }: SqlQuery): Promise<readonly SqlRow[]> {
    const { database, reads } = await this.#connect();
    try {
      const statement = reads.get(sql) ?? database.prepare(sql);
      reads.set(sql, statement);
      return await whileBusy(this.#busyTimeout, () => statement.all(...parameters));
    } catch (error) {
      throw new StoreReadError(this.path, error);
    }
  }

  async #connect(): Promise<Connection> {
    if (this.#isClosed) throw new StoreClosedError(this.path);
    if (this.#connection !== undefined) return this.#connection;
    // A file that could not be opened is tried again by the next call: the reason may have gone.
    this.#opening ??= this.#open().finally(() => (this.#opening = undefined));
    return await this.#opening;
  }

  async #open(): Promise<Connection> {
    const database = await connect(this.path, this.#busyTimeout);
    return (this.#connection = { database, write: createBatchWriter(database), reads: new Map() });
  }
}
