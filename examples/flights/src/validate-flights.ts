import { flightAt, withoutRows } from './flight-columns.js';
import type { Flight, FlightColumns } from './flight-columns.js';

/** Why a flight cannot be believed. */
export type Fault =
  'missing value' | 'impossible distance' | 'landed before it was due to leave' | 'a day late' | 'unknown airport';

export interface RejectedFlight extends Flight {
  readonly fault: Fault;
}

/** The flights to go on with, and those that were taken out so far. */
export interface CheckedFlights {
  readonly flights: FlightColumns;
  readonly rejected: readonly RejectedFlight[];
}

/** No two airports of the United States are further apart; miles. */
const LONGEST_DISTANCE = 6_000;

/** In the data these are night flights whose date slipped by a day (README.md); minutes. */
const DAY_LATE = 1_400;

/** What every accepted delay is at least, and what it stays under; minutes. */
export const DELAY_BOUNDS = { from: earliestDelay(LONGEST_DISTANCE), below: DAY_LATE } as const;

export function validateFlights(flights: FlightColumns): CheckedFlights {
  return reject({ flights, rejected: [] }, faultAt);
}

/** Takes out the flights for which `findFault` finds one. */
export function reject(
  { flights, rejected }: CheckedFlights,
  findFault: (flights: FlightColumns, row: number) => Fault | undefined,
): CheckedFlights {
  const faulty: RejectedFlight[] = [];
  const rows: number[] = [];
  for (let row = 0; row < flights.count; row++) {
    const fault = findFault(flights, row);
    if (fault === undefined) continue;
    rows.push(row);
    faulty.push({ ...flightAt(flights, row), fault });
  }
  return { flights: withoutRows(flights, rows), rejected: [...rejected, ...faulty] };
}

function faultAt(flights: FlightColumns, row: number): Fault | undefined {
  const delay = flights.delay[row]!;
  const distance = flights.distance[row]!;
  if (Number.isNaN(delay + distance + flights.departure[row]!)) return 'missing value';
  if (flights.origin[row] === 0 || flights.destination[row] === 0) return 'missing value';
  if (distance <= 0 || distance > LONGEST_DISTANCE) return 'impossible distance';
  if (delay < earliestDelay(distance)) return 'landed before it was due to leave';
  if (delay >= DAY_LATE) return 'a day late';
  return undefined;
}

/** A schedule allows half an hour on the ground and 8 miles a minute; a flight cannot land earlier than its own length. */
function earliestDelay(distance: number): number {
  return -(30 + distance / 8);
}
