import { from, isObservable, type InteropObservable, type Observable, type Observer } from 'rxjs';

/** How to subscribe to a value if it is an Observable, of this or another copy of RxJS, or of another library. */
export function observe(value: object): ((observer: Observer<unknown>) => () => void) | undefined {
  if (!isObservable(value) && !isInterop(value)) return undefined;
  const source: Observable<unknown> = from(value);
  return (observer) => {
    const subscription = source.subscribe(observer);
    return () => subscription.unsubscribe();
  };
}

function isInterop(value: object): value is InteropObservable<unknown> {
  const symbol = (Symbol as { observable?: symbol }).observable ?? '@@observable';
  return typeof (value as Record<PropertyKey, unknown>)[symbol] === 'function';
}
