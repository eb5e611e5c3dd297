import {
  formatState,
  isFinal,
  type AttemptFailure,
  type LogLevel,
  type MapEndedEvent,
  type State,
} from '@millrace/core';
import { errorLine } from '../formats/error-text.js';

/** One line of the run log. */
export interface RunLine {
  readonly level: LogLevel;
  readonly message: string;
  readonly fields?: object;
}

/** What there is to say about a run's new state after its beginning, in Prefect's words. */
export function stateLines(kind: 'Task' | 'Flow', state: State, failure: AttemptFailure | undefined): RunLine[] {
  const lines = failure === undefined ? [] : [failureLine(kind, failure)];
  if (isFinal(state)) {
    const level = state.type === 'COMPLETED' ? 'info' : 'error';
    lines.push({ level, message: `Finished in state ${formatState(state)}` });
  }
  return lines;
}

function failureLine(kind: 'Task' | 'Flow', { error, attempt, retries, retryIn }: AttemptFailure): RunLine {
  const what = `${kind} run failed with exception: ${errorLine(error)}`;
  if (retryIn !== undefined) {
    const when = retryIn > 0 ? `${retryIn / 1_000} second(s) from now` : 'immediately';
    return { level: 'info', message: `${what} - Retry ${attempt}/${retries} will start ${when}` };
  }
  if (kind === 'Flow') {
    return {
      level: 'error',
      message: `Encountered exception during execution: ${errorLine(error)}`,
      fields: { error },
    };
  }
  // A retry that was refused, by `retryIf` for example, has not exhausted them.
  const exhausted = retries > 0 && attempt > retries;
  return { level: 'error', message: exhausted ? `${what} - Retries are exhausted` : what, fields: { error } };
}

/** @example "Mapped 'transform': 100000 runs, 99998 completed, 2 failed, in 3.1 s" */
export function mapLine({ map, counts, duration }: MapEndedEvent): RunLine {
  const parts = [`${counts.runs} ${counts.runs === 1 ? 'run' : 'runs'}`, `${counts.completed} completed`];
  if (counts.failed > 0) parts.push(`${counts.failed} failed`);
  if (counts.cancelled > 0) parts.push(`${counts.cancelled} cancelled`);
  if (counts.notReady > 0) parts.push(`${counts.notReady} not ready`);
  if (counts.neverPulled > 0) parts.push(`${counts.neverPulled} never started`);
  const message = `Mapped '${map.taskName}': ${parts.join(', ')}, in ${(duration / 1_000).toFixed(1)} s`;
  return { level: 'info', message };
}
