import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { parquetWriteFile } from 'hyparquet-writer';
import type { DelayReport } from './delay-statistics.js';

/** Writes the figures as Parquet and the rejected flights as CSV, and gives the paths of the files. */
export async function writeReport(report: DelayReport, directory: string): Promise<string[]> {
  await mkdir(directory, { recursive: true });
  const airports = join(directory, 'airport-delays.parquet');
  const hours = join(directory, 'hour-delays.parquet');
  const rejected = join(directory, 'rejected-flights.csv');

  writeTable(airports, report.airports, {
    iata: 'STRING',
    name: 'STRING',
    city: 'STRING',
    state: 'STRING',
    ...SUMMARY_COLUMNS,
  });
  writeTable(hours, report.hours, { hour: 'INT32', ...SUMMARY_COLUMNS });
  const columns = ['departure', 'origin', 'destination', 'distance', 'delay', 'fault'];
  await writeFile(rejected, stringify([...report.rejected], { header: true, columns }));
  return [airports, hours, rejected];
}

const SUMMARY_COLUMNS = { flights: 'INT32', mean: 'DOUBLE', median: 'DOUBLE', p90: 'DOUBLE', late: 'DOUBLE' } as const;

function writeTable<Row extends object>(
  filename: string,
  rows: readonly Row[],
  columns: { readonly [Name in keyof Row & string]: 'STRING' | 'INT32' | 'DOUBLE' },
): void {
  const columnData = Object.entries(columns).map(([name, type]) => ({
    name,
    type: type as 'STRING' | 'INT32' | 'DOUBLE',
    data: rows.map((row) => row[name as keyof Row]),
  }));
  parquetWriteFile({ filename, columnData });
}
