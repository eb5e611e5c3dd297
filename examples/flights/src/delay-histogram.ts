import { DELAY_BOUNDS } from './validate-flights.js';

/**
 * How many flights had each delay, to the minute: entry i counts the delay `DELAY_BOUNDS.from + i`. Histograms of parts
 * add up to that of the whole, so means and percentiles are exact without keeping any flight.
 */
export type DelayHistogram = Uint32Array;

/** What a histogram says; minutes. */
export interface DelaySummary {
  readonly flights: number;
  readonly mean: number;
  readonly median: number;
  readonly p90: number;
  /** Part of the flights that were late by the official measure, 15 minutes or more; 0 to 1. */
  readonly late: number;
}

const LATE = 15;

export function createHistogram(): DelayHistogram {
  return new Uint32Array(DELAY_BOUNDS.below - DELAY_BOUNDS.from);
}

export function countDelay(histogram: DelayHistogram, delay: number): void {
  histogram[delay - DELAY_BOUNDS.from]!++;
}

export function addHistogram(total: DelayHistogram, part: DelayHistogram): void {
  for (let i = 0; i < part.length; i++) total[i]! += part[i]!;
}

export function summarize(histogram: DelayHistogram): DelaySummary {
  let flights = 0;
  let sum = 0;
  let late = 0;
  histogram.forEach((count, i) => {
    const delay = i + DELAY_BOUNDS.from;
    flights += count;
    sum += count * delay;
    if (delay >= LATE) late += count;
  });
  return {
    flights,
    mean: sum / flights,
    median: quantile(histogram, flights, 0.5),
    p90: quantile(histogram, flights, 0.9),
    late: late / flights,
  };
}

/** The value at that part of the way through the sorted delays, between two of them if need be, as in SQL's `percentile_cont`. */
function quantile(histogram: DelayHistogram, flights: number, part: number): number {
  const position = part * (flights - 1);
  const below = delayAt(histogram, Math.floor(position));
  const above = delayAt(histogram, Math.ceil(position));
  return below + (above - below) * (position - Math.floor(position));
}

/** The delay at a position among the sorted delays. */
function delayAt(histogram: DelayHistogram, position: number): number {
  let seen = 0;
  const i = histogram.findIndex((count) => (seen += count) > position);
  return i + DELAY_BOUNDS.from;
}
