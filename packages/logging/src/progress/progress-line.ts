import { formatDuration, formatRate, formatTimeLeft } from './format-figures.js';
import type { MapProgress } from './map-progress.js';

const BAR_WIDTH = 24;
const MOST_NAME = 24;

/**
 * One mapped task on a terminal.
 *
 * @example 'transform ████████████░░░░░░░░░░░░ 50000/100000  100 running  2 failed  41200/s  2 s left'
 * @param nameWidth the width of the column of names
 */
export function progressLine(progress: MapProgress, nameWidth: number, columns: number): string {
  const name = clip(progress.task, MOST_NAME).padEnd(Math.min(nameWidth, MOST_NAME));
  const line = [`${name} ${bar(progress)}`, ...figures(progress)].join('  ');
  // One column is left free: a full line makes some terminals wrap.
  return clip(line, columns - 1);
}

/** @example "Mapping 'transform': 50000 of 100000 done, 100 running, 2 failed, 41200/s, 2 s left" */
export function progressSentence(progress: MapProgress): string {
  const { task, done, size, running, failed, rate, timeLeft } = progress;
  const parts = [`${done}${size === undefined ? '' : ` of ${size}`} done`, `${running} running`];
  if (failed > 0) parts.push(`${failed} failed`);
  if (rate > 0) parts.push(formatRate(rate));
  if (timeLeft !== undefined) parts.push(`${formatTimeLeft(timeLeft)} left`);
  return `Mapping '${task}': ${parts.join(', ')}`;
}

function bar({ done, size }: MapProgress): string {
  if (size === undefined) return `${done} done`;
  const filled = size === 0 ? BAR_WIDTH : Math.floor((done / size) * BAR_WIDTH);
  return `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)} ${done}/${size}`;
}

function figures({ running, failed, rate, timeLeft, elapsed, ended }: MapProgress): string[] {
  const parts = ended ? [] : [`${running} running`];
  if (failed > 0) parts.push(`${failed} failed`);
  if (rate > 0) parts.push(formatRate(rate));
  if (ended) parts.push(`in ${formatDuration(elapsed)}`);
  if (timeLeft !== undefined) parts.push(`${formatTimeLeft(timeLeft)} left`);
  return parts;
}

function clip(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, Math.max(0, most - 1))}…`;
}
