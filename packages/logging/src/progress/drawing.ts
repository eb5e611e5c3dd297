import type CliTable from 'cli-table3';
import type { createLogUpdate } from 'log-update';

/** The libraries that draw on a terminal: log-update the live lines, cli-table3 the summary. */
export interface Drawing {
  readonly createLogUpdate: typeof createLogUpdate;
  readonly Table: typeof CliTable;
}

let drawing: Promise<Drawing> | undefined;

/** Loads them at the first call: most processes never draw. */
export function loadDrawing(): Promise<Drawing> {
  drawing ??= Promise.all([import('log-update'), import('cli-table3')]).then(([logUpdate, table]) => ({
    createLogUpdate: logUpdate.createLogUpdate,
    Table: table.default,
  }));
  return drawing;
}
