import { DuckDBInstance } from '@duckdb/node-api';
import { DATA_SETS, pathOf } from '../src/data-set.js';
import type { RowCount } from '../src/data-set.js';

/**
 * The figures once more, by another program: SQL over the same files, sharing no code with the pipeline but their names.
 * A view `checked` holds every flight with its fault, null for a good one.
 */
export async function openDuckDb(rows: RowCount) {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2', memory_limit: '1GB' });
  const connection = await instance.connect();
  const query = async <Row>(sql: string) => (await connection.runAndReadAll(sql)).getRowObjectsJS() as Row[];

  await query(`
    create table airports as select * from read_csv('${pathOf('airports.csv')}', header = true, nullstr = '');
    create view flights as ${
      rows === 3_000_000
        ? `select * from read_parquet('${pathOf(DATA_SETS[rows])}')`
        : `select strptime(date, '%Y/%m/%d %H:%M') as date, delay, distance, origin, destination
           from read_json('${pathOf(DATA_SETS[rows])}')`
    };
    create table checked as
      select flights.*, case
        when date is null or delay is null or distance is null or origin is null or destination is null then 'missing value'
        when distance not between 1 and 6000 then 'impossible distance'
        when delay < -30 - distance / 8.0 then 'landed before it was due to leave'
        when delay >= 1400 then 'a day late'
        when origin not in (select iata from airports) or destination not in (select iata from airports) then 'unknown airport'
      end as fault
      from flights;
  `);
  return {
    query,
    [Symbol.dispose]: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** The columns that every table of figures has. */
export const FIGURES = `
  count(*)::integer as flights,
  avg(delay)::double as mean,
  quantile_cont(delay, 0.5)::double as median,
  quantile_cont(delay, 0.9)::double as p90,
  count_if(delay >= 15) / count(*) as late`;
