import type { State, StateType } from './state.js';

// One literal makes all states, so that every state object has the same hidden class: the engine makes three for each
// run, and reading them in the log, the store and the observers stays monomorphic.
const state = (type: StateType, name: string, timestamp: number, message?: string): State => ({
  type,
  name,
  message,
  timestamp,
});

export const pending = (timestamp: number): State => state('PENDING', 'Pending', timestamp);
export const notReady = (timestamp: number, message: string): State => state('PENDING', 'NotReady', timestamp, message);
export const running = (timestamp: number): State => state('RUNNING', 'Running', timestamp);
export const retrying = (timestamp: number): State => state('RUNNING', 'Retrying', timestamp);
export const awaitingRetry = (timestamp: number): State => state('SCHEDULED', 'AwaitingRetry', timestamp);
export const completed = (timestamp: number): State => state('COMPLETED', 'Completed', timestamp);
export const failed = (timestamp: number, message: string): State => state('FAILED', 'Failed', timestamp, message);
export const timedOut = (timestamp: number, message: string): State => state('FAILED', 'TimedOut', timestamp, message);
export const crashed = (timestamp: number, message: string): State => state('CRASHED', 'Crashed', timestamp, message);
export const cancelling = (timestamp: number): State => state('CANCELLING', 'Cancelling', timestamp);
export const cancelled = (timestamp: number, message: string): State =>
  state('CANCELLED', 'Cancelled', timestamp, message);
