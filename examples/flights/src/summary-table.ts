import Table from 'cli-table3';
import type { DelaySummary } from './delay-histogram.js';
import type { DelayReport } from './delay-statistics.js';

const BUSIEST = 10;
const FIGURES = ['flights', 'mean', 'median', '90 %', 'late'];

/** The report for people: how much was read, the busiest airports, the hours of the day. Delays in minutes. */
export function summaryTable(report: DelayReport): string {
  return [
    countsOf(report),
    tableOf(
      ['airport', ''],
      report.airports.slice(0, BUSIEST).map((row) => [[row.iata, `${row.city}, ${row.state}`], row]),
    ),
    tableOf(
      ['hour'],
      report.hours.map((row) => [[`${String(row.hour).padStart(2, '0')} h`], row]),
    ),
  ].join('\n\n');
}

function countsOf({ flights, rejected, airports }: DelayReport): string {
  const faults = [...new Set(rejected.map(({ fault }) => fault))];
  const why = faults.map((fault) => `${rejected.filter((row) => row.fault === fault).length} ${fault}`).join(', ');
  return [
    `${whole(flights + rejected.length)} flights read, ${whole(flights)} good, from ${airports.length} airports`,
    `${whole(rejected.length)} rejected${why && `: ${why}`}`,
  ].join('\n');
}

function tableOf(keys: readonly string[], rows: readonly (readonly [readonly string[], DelaySummary])[]): string {
  const table = new Table({
    head: [...keys, ...FIGURES],
    colAligns: [...keys.map(() => 'left' as const), ...FIGURES.map(() => 'right' as const)],
    style: { head: [], border: [], compact: true },
  });
  for (const [key, { flights, mean, median, p90, late }] of rows) {
    table.push([
      ...key,
      whole(flights),
      mean.toFixed(1),
      median.toFixed(0),
      p90.toFixed(0),
      `${(late * 100).toFixed(1)} %`,
    ]);
  }
  return table.toString();
}

function whole(n: number): string {
  return n.toLocaleString('en-US').replaceAll(',', ' ');
}
