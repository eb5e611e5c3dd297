import { ReplaySubject, type Observable } from 'rxjs';
import type { Run } from '../run/run.js';
import { isFinal, type State } from '../state/state.js';

const subjects = new WeakMap<Run, ReplaySubject<State>>();

/** The current state of the run, then each later one; completes after the final one. */
export function statesOf(run: Run): Observable<State> {
  let subject = subjects.get(run);
  if (subject === undefined) {
    subject = new ReplaySubject(1);
    subjects.set(run, subject);
    run.observed = true;
    tellState(run, subject);
  }
  return subject.asObservable();
}

/** Tells those who look at the run's states that it has entered one; called by the event log for observed runs. */
export function tellState(run: Run, subject = subjects.get(run)): void {
  subject?.next(run.state);
  if (isFinal(run.state)) subject?.complete();
}
