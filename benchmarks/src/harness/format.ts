import type { Table } from './suite.js';
import type { Summary } from './statistics.js';

const groups = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** Three digits that count: 0.123, 1.23, 12.3, 123, 12 345. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (Math.abs(value) >= 100) return groups.format(value).replaceAll(',', ' ');
  return value.toPrecision(3);
}

/** A median with its middle half: `1.23 (1.20–1.31)`. */
export function formatSummary({ median, lower, upper, rounds }: Summary): string {
  if (rounds < 2) return formatNumber(median);
  return `${formatNumber(median)} (${formatNumber(lower)}–${formatNumber(upper)})`;
}

/** A count as people write it: 1 k, 100 k, 1 M. */
export function formatCount(count: number): string {
  if (count % 1_000_000 === 0) return `${count / 1_000_000} M`;
  return count % 1_000 === 0 ? `${count / 1_000} k` : String(count);
}

export function formatTable({ title, columns, rows, notes = [] }: Table): string {
  const widths = columns.map((column, i) => Math.max(column.length, ...rows.map((row) => (row[i] ?? '').length)));
  const line = (cells: readonly string[]) =>
    widths.map((width, i) => (i === 0 ? (cells[i] ?? '').padEnd(width) : (cells[i] ?? '').padStart(width))).join('   ');
  return [
    title,
    '',
    `  ${line(columns)}`,
    `  ${widths.map((width) => '─'.repeat(width)).join('   ')}`,
    ...rows.map((row) => `  ${line(row)}`),
    ...notes.map((note) => `  ${note}`),
    '',
  ].join('\n');
}
