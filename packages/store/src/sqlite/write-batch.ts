import type { FlowRunFacts, MapEndedEvent, MapFacts, TaskRunFacts } from '@millrace/core';
import { describeValues } from './describe-values.js';
import type { SqliteDatabase, SqlValue } from './driver.js';
import { endTimeOf, type BatchChanges, type RunChange } from './fold-events.js';

const FLOW_RUN = ['flow_name', 'version', 'tags', 'parameters', 'parent_flow_run_id', 'parent_task_run_id'];
const TASK_RUN = ['task_name', 'version', 'tags', 'flow_run_id', 'parent_task_run_id', 'map_id', 'map_index'];
const PROGRESS = ['start_time', 'end_time', 'total_run_time', 'run_count', 'states'];

/** Inserts a run, or adds to the one that is there what has happened since. Its name may have been given late. */
function upsertSql(table: string, facts: readonly string[]): string {
  const columns = ['id', 'name', ...facts, 'log_prints', 'created', 'state_type', 'state_name', ...PROGRESS];
  return `
    INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})
    ON CONFLICT (id) DO UPDATE SET
      name = excluded.name, state_type = excluded.state_type, state_name = excluded.state_name,
      start_time = ifnull(start_time, excluded.start_time), end_time = excluded.end_time,
      total_run_time = total_run_time + excluded.total_run_time, run_count = run_count + excluded.run_count,
      states = states || ',' || excluded.states`;
}

const INSERT_MAP = `
  INSERT INTO map_run (id, task_name, flow_run_id, size, started) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET started = ifnull(started, excluded.started)`;

const END_MAP = `
  INSERT INTO map_run (id, task_name, flow_run_id, size, ended, duration, counts) VALUES (?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET ended = excluded.ended, duration = excluded.duration, counts = excluded.counts`;

/** Writes batches, each in one transaction: all of it or nothing. */
export type WriteBatch = (changes: BatchChanges) => void;

/** Prepares the statements; the result throws what SQLite throws, after taking back what it had written. */
export function createBatchWriter(database: SqliteDatabase): WriteBatch {
  const begin = database.prepare('BEGIN IMMEDIATE');
  const commit = database.prepare('COMMIT');
  const flowRun = database.prepare(upsertSql('flow_run', FLOW_RUN));
  const taskRun = database.prepare(upsertSql('task_run', TASK_RUN));
  const mapRun = database.prepare(INSERT_MAP);
  const mapEnd = database.prepare(END_MAP);

  return ({ flowRuns, taskRuns, maps, endedMaps }) => {
    begin.run();
    try {
      for (const [run, change] of flowRuns) flowRun.run(...flowRunValues(run, change));
      for (const [map, started] of maps) mapRun.run(...mapValues(map), started ?? null);
      for (const [run, change] of taskRuns) taskRun.run(...taskRunValues(run, change));
      for (const ended of endedMaps) mapEnd.run(...mapEndValues(ended));
      commit.run();
    } catch (error) {
      rollBack(database);
      throw error;
    }
  };
}

/** SQLite takes a transaction back by itself after some errors (a full disk is one), and refuses to do it twice. */
function rollBack(database: SqliteDatabase): void {
  try {
    database.exec('ROLLBACK');
  } catch {
    // The error that led here tells more.
  }
}

function flowRunValues(run: FlowRunFacts, change: RunChange): SqlValue[] {
  return [
    run.id,
    run.name,
    run.flowName,
    run.version ?? null,
    tagsOf(run),
    describeValues(run.parameters),
    run.parentFlowRunId ?? null,
    run.parentTaskRunId ?? null,
    Number(run.logPrints),
    change.created,
    change.state.type,
    change.state.name,
    change.startTime,
    endTimeOf(change.state),
    change.totalRunTime,
    change.runCount,
    change.states,
  ];
}

function taskRunValues(run: TaskRunFacts, change: RunChange): SqlValue[] {
  return [
    run.id,
    run.name,
    run.taskName,
    run.version ?? null,
    tagsOf(run),
    run.flowRunId ?? null,
    run.parentTaskRunId ?? null,
    run.map?.id ?? null,
    run.mapIndex ?? null,
    Number(run.logPrints),
    change.created,
    change.state.type,
    change.state.name,
    change.startTime,
    endTimeOf(change.state),
    change.totalRunTime,
    change.runCount,
    change.states,
  ];
}

const tagsOf = ({ tags }: { readonly tags: readonly string[] }): string | null =>
  tags.length === 0 ? null : JSON.stringify(tags);

const mapValues = ({ id, taskName, flowRunId, size }: MapFacts): SqlValue[] => [
  ...[id, taskName, flowRunId ?? null, size ?? null],
];

const mapEndValues = ({ map, timestamp, duration, counts }: MapEndedEvent): SqlValue[] => [
  ...mapValues(map),
  ...[timestamp, duration, JSON.stringify(counts)],
];
