import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { pathOf } from './data-set.js';

export interface Airport {
  readonly iata: string;
  readonly name: string;
  readonly city: string;
  readonly state: string;
}

/** 503: come back later. */
export class ServiceBusyError extends Error {
  override readonly name = 'ServiceBusyError';
  readonly status = 503;
}

const BUSY_ATTEMPTS = 2;

/**
 * Stands in for a remote registry of airports, and is honestly simulated: the first two attempts of every run are told
 * that it is busy, the third gets `airports.csv`. That it goes by the attempt's number, and not by a counter here, makes
 * it fail the same way in every process and on every thread.
 */
export async function requestAirports(attempt: number): Promise<Airport[]> {
  if (attempt <= BUSY_ATTEMPTS) {
    throw new ServiceBusyError(`The airport service is busy (simulated, attempt ${attempt})`);
  }
  const rows = parse<Airport>(await readFile(pathOf('airports.csv')), { columns: true });
  return rows.map(({ iata, name, city, state }) => ({ iata, name, city, state }));
}
