import { readFile } from 'node:fs/promises';
import { asyncBufferFromFile, parquetScan } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { pathOf } from './data-set.js';
import type { RowGroup } from './data-set.js';
import type { FlightColumns } from './flight-columns.js';

type Values = ArrayLike<unknown>;
type ColumnName = 'date' | 'delay' | 'distance' | 'origin' | 'destination';
type ReadColumn = (name: ColumnName) => Values | Promise<Values>;

/** Reads one row group, column by column: the parser's arrays of one column are garbage before it starts the next. */
export async function readRowGroup(group: RowGroup): Promise<FlightColumns> {
  const read = group.file.endsWith('.parquet') ? await openParquet(group) : await openJson(group);
  const codes = new CodeList();
  return {
    count: group.end - group.first,
    departure: toNumbers(await read('date')),
    delay: toNumbers(await read('delay')),
    distance: toNumbers(await read('distance')),
    origin: codes.encode(await read('origin')),
    destination: codes.encode(await read('destination')),
    codes: codes.list,
  };
}

async function openParquet({ file, first, end }: RowGroup): Promise<ReadColumn> {
  const scan = await parquetScan({
    file: await asyncBufferFromFile(pathOf(file)),
    compressors,
    rowStart: first,
    rowEnd: end,
    // Minutes in place of a Date for every row.
    parsers: { timestampFromMicroseconds: (micros) => Number(micros) / 60_000_000 },
  });
  return (column) => scan.readColumn({ column, rowStart: first, rowEnd: end });
}

async function openJson({ file, first, end }: RowGroup): Promise<ReadColumn> {
  const all = JSON.parse(await readFile(pathOf(file), 'utf8')) as Record<ColumnName, unknown>[];
  const rows = all.slice(first, end);
  return (column) => rows.map((row) => (column === 'date' ? minutesOf(row.date) : row[column]));
}

/** '2001/01/31 23:59' on the origin's clocks; the parquet file has no time zone either. */
function minutesOf(date: unknown): number {
  return typeof date === 'string' ? Date.parse(`${date.replaceAll('/', '-').replace(' ', 'T')}Z`) / 60_000 : NaN;
}

// A loop, because `Float64Array.from(values, map)` takes four times as long.
function toNumbers(values: Values): Float64Array {
  const numbers = new Float64Array(values.length);
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    numbers[row] = value == null ? NaN : Number(value);
  }
  return numbers;
}

/** Collects codes and gives each a position. */
class CodeList {
  readonly list: string[] = [''];
  private readonly positions = new Map<unknown, number>([
    [null, 0],
    [undefined, 0],
    ['', 0],
  ]);

  encode(values: Values): Uint16Array {
    const positions = new Uint16Array(values.length);
    for (let row = 0; row < values.length; row++) {
      positions[row] = this.positions.get(values[row]) ?? this.add(values[row]);
    }
    return positions;
  }

  private add(code: unknown): number {
    const position = this.list.push(String(code)) - 1;
    this.positions.set(code, position);
    return position;
  }
}
