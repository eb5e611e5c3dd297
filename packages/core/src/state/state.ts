/** What a run is doing, for logic. */
export type StateType =
  'SCHEDULED' | 'PENDING' | 'RUNNING' | 'PAUSED' | 'CANCELLING' | 'COMPLETED' | 'FAILED' | 'CRASHED' | 'CANCELLED';

/** One step in the life of a run. `type` is for logic, `name` for people. Names and types are Prefect's. */
export interface State {
  readonly type: StateType;
  /** 'Pending', 'NotReady', 'Running', 'Retrying', 'AwaitingRetry', 'Completed', 'Failed', 'TimedOut', … */
  readonly name: string;
  /** The sentence that belongs to the state ("Task run exceeded timeout of 0.05 second(s)"). */
  readonly message?: string | undefined;
  /** When the run entered it, in milliseconds since the epoch with fractions; later than the state before. */
  readonly timestamp: number;
}

/** Whether the run has ended. `NotReady` is `PENDING` by type, as in Prefect, and yet the end of a run. */
export function isFinal(state: State): boolean {
  switch (state.type) {
    case 'COMPLETED':
    case 'FAILED':
    case 'CRASHED':
    case 'CANCELLED':
      return true;
    case 'PENDING':
      return state.name === 'NotReady';
    case 'SCHEDULED':
    case 'RUNNING':
    case 'PAUSED':
    case 'CANCELLING':
      return false;
  }
}

/** `Completed()` or `Failed('Task run failed.')`: the form that log lines use, as Prefect writes it. */
export function formatState(state: State): string {
  return state.message === undefined ? `${state.name}()` : `${state.name}(${JSON.stringify(state.message)})`;
}
