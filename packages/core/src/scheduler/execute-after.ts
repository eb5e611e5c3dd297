import { from, mergeMap, type Observable, type ObservableInput } from 'rxjs';

/** Starts once the promise has resolved; unsubscribing before that prevents the start. */
export function executeAfter(ready: Promise<void>, start: () => ObservableInput<unknown>): Observable<unknown> {
  return from(ready).pipe(mergeMap(start));
}
