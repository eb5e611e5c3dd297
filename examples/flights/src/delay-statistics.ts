import type { Airport } from './airport-service.js';
import { addHistogram, countDelay, createHistogram, summarize } from './delay-histogram.js';
import type { DelayHistogram, DelaySummary } from './delay-histogram.js';
import type { JoinedFlights } from './join-airports.js';
import type { RejectedFlight } from './validate-flights.js';

/** The delays of some of the flights, in a form that adds up. */
export interface DelayStatistics {
  readonly flights: number;
  readonly rejected: readonly RejectedFlight[];
  /** By the IATA code of the origin. */
  readonly airports: ReadonlyMap<string, { readonly airport: Airport; readonly delays: DelayHistogram }>;
  /** By the hour of departure on the origin's clocks, 0 to 23. */
  readonly hours: readonly DelayHistogram[];
}

export interface AirportDelays extends Airport, DelaySummary {}
export interface HourDelays extends DelaySummary {
  readonly hour: number;
}

/** The delays of all flights. */
export interface DelayReport {
  readonly flights: number;
  readonly rejected: readonly RejectedFlight[];
  /** The busiest airport first. */
  readonly airports: readonly AirportDelays[];
  /** Only hours in which flights left. */
  readonly hours: readonly HourDelays[];
}

/** Counts the delays of one row group. */
export function reduceFlights({ flights, rejected, airports }: JoinedFlights): DelayStatistics {
  const byCode = airports.map(createHistogram);
  const hours = Array.from({ length: 24 }, createHistogram);
  for (let row = 0; row < flights.count; row++) {
    const delay = flights.delay[row]!;
    countDelay(byCode[flights.origin[row]!]!, delay);
    countDelay(hours[Math.floor(flights.departure[row]! / 60) % 24]!, delay);
  }
  return {
    flights: flights.count,
    rejected,
    airports: new Map(
      airports.flatMap((airport, i) => (airport ? [[airport.iata, { airport, delays: byCode[i]! }]] : [])),
    ),
    hours,
  };
}

/** Adds up the row groups and works out the figures. */
export function combineStatistics(parts: readonly DelayStatistics[]): DelayReport {
  const airports = new Map<string, { airport: Airport; delays: DelayHistogram }>();
  const hours = Array.from({ length: 24 }, createHistogram);
  for (const part of parts) {
    part.hours.forEach((delays, hour) => addHistogram(hours[hour]!, delays));
    for (const [iata, { airport, delays }] of part.airports) {
      const total = airports.get(iata) ?? { airport, delays: createHistogram() };
      addHistogram(total.delays, delays);
      airports.set(iata, total);
    }
  }
  return {
    flights: parts.reduce((sum, part) => sum + part.flights, 0),
    rejected: parts.flatMap((part) => part.rejected),
    airports: [...airports.values()]
      .map(({ airport, delays }) => ({ ...airport, ...summarize(delays) }))
      .filter((row) => row.flights > 0)
      .sort((a, b) => b.flights - a.flights || a.iata.localeCompare(b.iata)),
    hours: hours.map((delays, hour) => ({ hour, ...summarize(delays) })).filter((row) => row.flights > 0),
  };
}
