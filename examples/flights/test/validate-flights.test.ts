import { flightAt } from '../src/flight-columns.js';
import type { FlightColumns } from '../src/flight-columns.js';
import { joinAirports } from '../src/join-airports.js';
import { validateFlights } from '../src/validate-flights.js';

const CODES = ['', 'PHX', 'DTW', 'XXX'];
const GOOD = { departure: 16_305_121, delay: -3, distance: 1671, origin: 'PHX', destination: 'DTW' };

function columnsOf(...flights: (typeof GOOD)[]): FlightColumns {
  return {
    count: flights.length,
    departure: Float64Array.from(flights, (flight) => flight.departure),
    delay: Float64Array.from(flights, (flight) => flight.delay),
    distance: Float64Array.from(flights, (flight) => flight.distance),
    origin: Uint16Array.from(flights, (flight) => CODES.indexOf(flight.origin)),
    destination: Uint16Array.from(flights, (flight) => CODES.indexOf(flight.destination)),
    codes: CODES,
  };
}

it.each([
  ['missing value', { departure: NaN }],
  ['missing value', { delay: NaN }],
  ['missing value', { distance: NaN }],
  ['missing value', { origin: '' }],
  ['missing value', { destination: '' }],
  ['impossible distance', { distance: 0 }],
  ['impossible distance', { distance: 6001 }],
  ['landed before it was due to leave', { delay: -240 }],
  ['a day late', { delay: 1400 }],
])('rejects a flight with %s: %j', (fault, change) => {
  const { flights, rejected } = validateFlights(columnsOf(GOOD, { ...GOOD, ...change }, GOOD));
  expect(flights.count).toBe(2);
  expect(rejected).toEqual([expect.objectContaining({ fault })]);
});

it.each([
  ['just possible', { distance: 1600, delay: -230 }],
  ['almost a day late', { delay: 1399 }],
])('keeps a flight that is %s', (_, change) => {
  expect(validateFlights(columnsOf({ ...GOOD, ...change })).rejected).toEqual([]);
});

it('rejects a flight from or to an airport that the list does not have', () => {
  const flights = columnsOf(GOOD, { ...GOOD, origin: 'XXX' }, { ...GOOD, destination: 'XXX' });
  const airports = ['PHX', 'DTW'].map((iata) => ({ iata, name: iata, city: '', state: '' }));
  const joined = joinAirports({ flights, rejected: [] }, airports);
  expect(joined.flights.count).toBe(1);
  expect(joined.rejected.map(({ fault }) => fault)).toEqual(['unknown airport', 'unknown airport']);
});

it('shows a flight as people write it', () => {
  expect(flightAt(columnsOf(GOOD), 0)).toEqual({ ...GOOD, departure: '2001-01-01 00:01' });
});
