import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { parquetReadObjects, asyncBufferFromFile } from 'hyparquet';
import type { RowCount } from '../src/data-set.js';
import type { DelayReport } from '../src/delay-statistics.js';
import { Flights } from '../src/flights.js';
import { FIGURES, openDuckDb } from './duckdb.js';

// The whole pipeline, and the same figures computed by SQL over the same file.
describe.each<RowCount>([20_000, 3_000_000])('the report over %d flights', (rows) => {
  let directory: string;
  let report: DelayReport;
  let duckDb: Awaited<ReturnType<typeof openDuckDb>>;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'flights-'));
    report = await new Flights().report(rows, directory);
    duckDb = await openDuckDb(rows);
  }, 60_000);

  afterAll(async () => {
    duckDb[Symbol.dispose]();
    await rm(directory, { recursive: true });
  });

  const readTable = async (name: string) =>
    await parquetReadObjects({ file: await asyncBufferFromFile(join(directory, name)) });

  it('accounts for every flight', async () => {
    const [expected] = await duckDb.query<{ good: number; bad: number }>(
      `select count_if(fault is null)::integer as good, count_if(fault is not null)::integer as bad from checked`,
    );
    expect({ good: report.flights, bad: report.rejected.length }).toEqual(expected);
    expect(report.flights + report.rejected.length).toBe(rows);
  });

  it('writes each rejected flight and its fault', async () => {
    const expected = await duckDb.query(`
      select strftime(date, '%Y-%m-%d %H:%M') as departure, origin, destination, distance::varchar as distance,
        delay::varchar as delay, fault
      from checked where fault is not null order by all`);
    const written = parse<Record<string, string>>(await readFile(join(directory, 'rejected-flights.csv')), {
      columns: true,
    });
    expect(written.map((row) => JSON.stringify(row)).sort()).toEqual(expected.map((row) => JSON.stringify(row)).sort());
  });

  it('writes the delays of each airport', async () => {
    const expected = await duckDb.query<object>(`
      select iata, name, city, state, ${FIGURES}
      from checked join airports on origin = iata where fault is null
      group by all order by flights desc, iata`);
    expectFigures(await readTable('airport-delays.parquet'), expected);
    expectFigures(report.airports, expected);
  });

  it('writes the delays of each hour of the day', async () => {
    const expected = await duckDb.query<object>(`
      select hour(date)::integer as hour, ${FIGURES}
      from checked where fault is null group by all order by hour`);
    expectFigures(await readTable('hour-delays.parquet'), expected);
    expectFigures(report.hours, expected);
  });
});

it('finds 79 flights of three million that cannot be true', async () => {
  using duckDb = await openDuckDb(3_000_000);
  const faults = await duckDb.query(
    `select fault, count(*)::integer as flights from checked where fault is not null group by fault order by fault`,
  );
  expect(faults).toEqual([
    { fault: 'a day late', flights: 31 },
    { fault: 'landed before it was due to leave', flights: 48 },
  ]);
});

/** Equal rows in equal order; the two may round a sum or a quotient differently. */
function expectFigures(rows: readonly object[], expected: readonly object[]): void {
  expect(rows.map(rounded)).toEqual(expected.map(rounded));
}

function rounded(row: object): object {
  const round = (value: unknown) => (typeof value === 'number' ? Number(value.toFixed(9)) : value);
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, round(value)]));
}
