import type { FlowRunQuery, TaskRunQuery } from '@millrace/core';
import type { SqlValue } from './driver.js';

const DEFAULT_LIMIT = 100;

/** A statement and what it is run with. */
export interface SqlQuery {
  readonly sql: string;
  readonly parameters: readonly SqlValue[];
}

const FLOW_RUNS = 'SELECT * FROM flow_run';
const TASK_RUNS = `
  SELECT task_run.*, map_run.task_name AS map_task_name, map_run.flow_run_id AS map_flow_run_id, map_run.size AS map_size
  FROM task_run LEFT JOIN map_run ON map_run.id = task_run.map_id`;

export const flowRunById = (id: string): SqlQuery => ({ sql: `${FLOW_RUNS} WHERE id = ?`, parameters: [id] });

export const taskRunById = (id: string): SqlQuery => ({ sql: `${TASK_RUNS} WHERE task_run.id = ?`, parameters: [id] });

export function newestFlowRuns({ flowName, limit }: FlowRunQuery): SqlQuery {
  return newest(FLOW_RUNS, { 'flow_run.flow_name': flowName }, 'flow_run.id', limit);
}

export function newestTaskRuns({ flowRunId, taskName, limit }: TaskRunQuery): SqlQuery {
  const filters = { 'task_run.flow_run_id': flowRunId, 'task_run.task_name': taskName };
  return newest(TASK_RUNS, filters, 'task_run.id', limit);
}

type Filters = Readonly<Record<string, string | undefined>>;

/** Ids sort by creation, so the newest are those at the end of the index that the filters choose. */
function newest(select: string, filters: Filters, id: string, limit = DEFAULT_LIMIT): SqlQuery {
  const given = Object.entries(filters).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const where = given.length === 0 ? '' : ` WHERE ${given.map(([column]) => `${column} = ?`).join(' AND ')}`;
  return {
    sql: `${select}${where} ORDER BY ${id} DESC LIMIT ?`,
    parameters: [...given.map(([, value]) => value), toSqlLimit(limit)],
  };
}

/** For SQLite a negative limit is none at all. */
function toSqlLimit(limit: number): number {
  return limit === Infinity ? -1 : Math.max(0, Math.floor(limit));
}
