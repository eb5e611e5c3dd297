import {
  projectFlowRun,
  projectTaskRun,
  type FlowRunSnapshot,
  type MapFacts,
  type TaskRunSnapshot,
} from '@millrace/core';
import type { SqlRow, SqlValue } from './driver.js';
import { decodeStates } from './fold-events.js';

/** A row of `flow_run` as the snapshot that was recorded in it. */
export function toFlowRun(row: SqlRow): FlowRunSnapshot {
  const facts = {
    kind: 'flow',
    id: textOf(row['id']),
    name: textOf(row['name']),
    flowName: textOf(row['flow_name']),
    version: optional(row['version']),
    tags: listOf<string>(row['tags']),
    parameters: listOf<unknown>(row['parameters']),
    parentFlowRunId: optional(row['parent_flow_run_id']),
    parentTaskRunId: optional(row['parent_task_run_id']),
    logPrints: row['log_prints'] === 1,
  } as const;
  return projectFlowRun(facts, decodeStates(textOf(row['states'])));
}

/** A row of `task_run`, joined with its map, as the snapshot that was recorded in it. */
export function toTaskRun(row: SqlRow): TaskRunSnapshot {
  const facts = {
    kind: 'task',
    id: textOf(row['id']),
    name: textOf(row['name']),
    taskName: textOf(row['task_name']),
    version: optional(row['version']),
    tags: listOf<string>(row['tags']),
    flowRunId: optional(row['flow_run_id']),
    parentTaskRunId: optional(row['parent_task_run_id']),
    map: mapOf(row),
    mapIndex: optionalNumber(row['map_index']),
    logPrints: row['log_prints'] === 1,
  } as const;
  return projectTaskRun(facts, decodeStates(textOf(row['states'])));
}

function mapOf(row: SqlRow): MapFacts | undefined {
  const id = optional(row['map_id']);
  if (id === undefined) return undefined;
  return {
    id,
    taskName: textOf(row['map_task_name']),
    flowRunId: optional(row['map_flow_run_id']),
    size: optionalNumber(row['map_size']),
  };
}

const textOf = (value: SqlValue | undefined): string => String(value);
const optional = (value: SqlValue | undefined): string | undefined => (value == null ? undefined : String(value));
const optionalNumber = (value: SqlValue | undefined): number | undefined => (value == null ? undefined : Number(value));
const listOf = <T>(value: SqlValue | undefined): readonly T[] =>
  value == null ? [] : (JSON.parse(String(value)) as readonly T[]);
