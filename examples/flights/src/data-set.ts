import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { asyncBufferFromFile, parquetMetadataAsync } from 'hyparquet';

/** The flights that the package vega-datasets ships, by number of rows. */
export const DATA_SETS = {
  2_000: 'flights-2k.json',
  5_000: 'flights-5k.json',
  10_000: 'flights-10k.json',
  20_000: 'flights-20k.json',
  3_000_000: 'flights-3m.parquet',
} as const;

export type RowCount = keyof typeof DATA_SETS;

/** A run of rows in one file: what one extract task reads. */
export interface RowGroup {
  readonly file: string;
  readonly first: number;
  /** One more than the last row. */
  readonly end: number;
}

const ROWS_OF_A_JSON_GROUP = 4_000;

/** Tells the row groups one after the other. Nothing but the file's footer is read: the rows are for the extract task. */
export async function* rowGroups(rows: RowCount): AsyncGenerator<RowGroup> {
  const file = DATA_SETS[rows];
  let first = 0;
  for (const size of await groupSizes(file)) {
    yield { file, first, end: first + size };
    first += size;
  }
}

/** Where a file of vega-datasets lies. Groups carry names and not paths, so that they mean the same on every machine. */
export function pathOf(file: string): string {
  const entry = createRequire(import.meta.url).resolve('vega-datasets');
  return join(dirname(entry), '..', 'data', file);
}

async function groupSizes(file: string): Promise<number[]> {
  if (file.endsWith('.parquet')) {
    const { row_groups: groups } = await parquetMetadataAsync(await asyncBufferFromFile(pathOf(file)));
    return groups.map((group) => Number(group.num_rows));
  }
  // A JSON array has no row groups of its own: cut it.
  const { length } = JSON.parse(await readFile(pathOf(file), 'utf8')) as unknown[];
  const groups = Math.ceil(length / ROWS_OF_A_JSON_GROUP);
  return Array.from({ length: groups }, (_, i) => Math.min(ROWS_OF_A_JSON_GROUP, length - i * ROWS_OF_A_JSON_GROUP));
}
