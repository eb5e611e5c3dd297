import type { Airport } from './airport-service.js';
import { reject } from './validate-flights.js';
import type { CheckedFlights } from './validate-flights.js';

/** Checked flights whose codes are known airports. */
export interface JoinedFlights extends CheckedFlights {
  /** `airports[i]` is the airport with the code `flights.codes[i]`; undefined only where no flight points to. */
  readonly airports: readonly (Airport | undefined)[];
}

/** Joins on the codes, each once, and not on the flights: 250 look-ups for 270 000 rows. */
export function joinAirports(checked: CheckedFlights, airports: readonly Airport[]): JoinedFlights {
  const byCode = new Map(airports.map((airport) => [airport.iata, airport]));
  const matches = checked.flights.codes.map((code) => byCode.get(code));
  const known = reject(checked, ({ origin, destination }, row) =>
    matches[origin[row]!] && matches[destination[row]!] ? undefined : 'unknown airport',
  );
  return { ...known, airports: matches };
}
