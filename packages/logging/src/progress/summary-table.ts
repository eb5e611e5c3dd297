import type { Drawing } from './drawing.js';
import { formatDuration } from './format-figures.js';
import type { FlowTally } from './tallies.js';

const HEAD = ['task', 'runs', 'completed', 'failed', 'retried', 'median time'];

/** What a flow run did, task by task, as a table of text. */
export function summaryTable({ flow, tasks }: FlowTally, { Table }: Pick<Drawing, 'Table'>): string {
  const table = new Table({
    head: HEAD,
    colAligns: HEAD.map((_, column) => (column === 0 ? 'left' : 'right')),
    style: { head: [], border: [], compact: true },
  });
  for (const { task, runs, completed, failed, retried, durations } of tasks.values()) {
    const median = durations.median();
    table.push([task, runs, completed, failed, retried, median === undefined ? '' : formatDuration(median)]);
  }
  const title = flow === undefined ? '' : `Flow run '${flow.name}' of '${flow.flowName}'\n`;
  return `${title}${table.toString()}`;
}
