import { CancelledError } from '../errors/run-errors.js';
import type { StreamItem, StreamRun } from '../run/stream-run.js';
import { waitInScope } from '../future/waiting.js';
import type { State } from '../state/state.js';

export interface StreamOptions {
  /** How many items may be under way at once, results that nobody has taken yet included. @default the runner's */
  readonly concurrency?: number;
  /** Results in the order of the source instead of the order in which they come. @default false */
  readonly ordered?: boolean;
  /** Final states instead of results; failures do not throw then. @default false */
  readonly settled?: boolean;
}

/**
 * Walks a stream's results as they come. Leaving early cancels what is under way and closes the source.
 *
 * @param open starts pulling; called when the walk begins
 */
export async function* walkStream<T>(
  open: () => StreamRun,
  { settled = false }: StreamOptions,
): AsyncGenerator<T | State, void, undefined> {
  const stream = open();
  let failure: Error | undefined;
  try {
    for (;;) {
      const item = stream.take() ?? (await nextItem(stream));
      if (item === undefined) break;
      if (settled) yield item.state;
      else if (item.outcome.kind === 'value') yield item.outcome.value as T;
      else {
        failure ??= item.outcome.error;
        stream.stop();
      }
    }
    failure ??= stream.error;
    if (failure !== undefined) throw failure;
  } finally {
    stream.interrupt?.(new CancelledError('The stream was left before its end.'));
  }
}

/** Waits for the next item; undefined when there will be none. */
function nextItem(stream: StreamRun): Promise<StreamItem | undefined> {
  return new Promise((resolve) => {
    let item: StreamItem | undefined;
    waitInScope(
      (done) => {
        stream.onChange = () => {
          item = stream.take();
          if (item === undefined && !stream.ended) return;
          stream.onChange = () => {};
          done();
        };
        stream.onChange();
      },
      () => resolve(item),
    );
  });
}
