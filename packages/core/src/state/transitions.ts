import { isFinal, type State, type StateType } from './state.js';

/** Which state may follow which. `RUNNING` follows itself when a retry starts at once; `PENDING` as NotReady. */
export const TRANSITIONS = {
  SCHEDULED: ['PENDING', 'RUNNING', 'CANCELLING', 'CANCELLED', 'CRASHED'],
  PENDING: ['PENDING', 'RUNNING', 'SCHEDULED', 'COMPLETED', 'FAILED', 'CANCELLED', 'CRASHED'],
  RUNNING: ['RUNNING', 'COMPLETED', 'FAILED', 'CRASHED', 'CANCELLING', 'SCHEDULED', 'PAUSED'],
  PAUSED: ['RUNNING', 'CANCELLING', 'CANCELLED', 'FAILED', 'CRASHED'],
  CANCELLING: ['CANCELLED', 'CRASHED'],
  COMPLETED: [],
  FAILED: [],
  CRASHED: [],
  CANCELLED: [],
} as const satisfies Record<StateType, readonly StateType[]>;

/** Whether a run in state `from` may enter `to`; a run that has none yet may start in any that is not final. */
export function canFollow(from: State | undefined, to: State): boolean {
  if (from === undefined) return !isFinal(to);
  if (isFinal(from)) return false;
  return (TRANSITIONS[from.type] as readonly StateType[]).includes(to.type);
}
