// What tasks() makes of a class: the types of calls, inputs, futures and lists.
import { of, type Observable } from 'rxjs';
import {
  allowFailure,
  quote,
  Task,
  task,
  tasks,
  unmapped,
  type TaskFuture,
  type TaskFutureList,
} from '../src/index.js';
import { expectType } from './expect-type.js';

interface Row {
  readonly id: number;
  readonly name?: string;
}

class Base {
  @Task() inherited(x: string): number {
    return x.length;
  }
}

class Pipeline extends Base {
  readonly label = 'a field is not a task';

  @Task() none(): void {}
  @Task() async later(x: number): Promise<Row> {
    return { id: x };
  }
  @Task() union(x: string | number): string | null {
    return x === 0 ? null : String(x);
  }
  @Task() optional(x: number, name?: string, ...tags: string[]): Row {
    return { id: x + tags.length, name };
  }
  @Task() rows(count: number): Row[] {
    return Array.from({ length: count }, (_, id) => ({ id }));
  }
  @Task() join(left: Row, right: Row): [Row, Row] {
    return [left, right];
  }
  @Task() whole(rows: readonly Row[]): number {
    return rows.length;
  }
  @Task() nested(options: { rows: Row[]; limit: number }): number {
    return options.limit;
  }
  @Task() entry([key, value]: [string, number]): string {
    return key + value;
  }
  @Task() static shared(x: number): string {
    return String(x);
  }

  async inside(): Promise<void> {
    const { none, later, union, optional, rows, join, whole, inherited, entry } = tasks(this);

    // A direct call has the method's own type.
    expectType<number>()(inherited('x'), true);
    expectType<Promise<Row>>()(later(1), true);
    expectType<void>()(none(), true);

    // A future has the awaited type.
    expectType<TaskFuture<Row>>()(later.submit(1), true);
    expectType<TaskFuture<void>>()(none.submit(), true);
    expectType<TaskFuture<string | null>>()(union.submit('x'), true);
    expectType<Row>()(await later.submit(1), true);
    expectType<Row>()(await later.submit(1).result(), true);

    // A future, a promise and a list are inputs of their value's type.
    later.submit(inherited.submit('x'));
    later.submit(Promise.resolve(1));
    union.submit(inherited.submit('x'));
    whole.submit(rows.submit(3));
    whole.submit(later.map([1, 2]));
    whole.submit([later.submit(1), Promise.resolve({ id: 1 }), { id: 2 }]);
    join.submit(later.submit(1), { id: 2 });
    // @ts-expect-error a future of a Row is not a number
    later.submit(later.submit(1));
    // @ts-expect-error a promise of a string is not a number
    later.submit(Promise.resolve('1'));
    // @ts-expect-error numbers are not rows
    whole.submit([1, 2]);
    // @ts-expect-error one argument is missing
    join.submit(later.submit(1));
    // @ts-expect-error one argument too many
    later.submit(1, 2);
    // @ts-expect-error none takes no arguments
    none.submit(1);
    // @ts-expect-error not undefined
    later.submit(undefined);

    // Optional and rest parameters stay what they are.
    optional.submit(1);
    optional.submit(1, 'x', 'tag', 'tag');
    optional.submit(1, union.submit(1) as TaskFuture<string>, Promise.resolve('tag'));
    // @ts-expect-error the second is a string
    optional.submit(1, 2);

    // A map gives a list in which each item has the awaited type.
    expectType<TaskFutureList<Row>>()(later.map([1, 2]), true);
    expectType<Row[]>()(await later.map([1, 2]), true);
    for await (const row of later.map([1, 2])) expectType<Row>()(row, true);
    // The variable of a `for await` has the awaited type in TypeScript, whatever is yielded.
    for await (const future of later.map([1]).asCompleted()) expectType<Row>()(await future, true);
    expectType<Observable<Row>>()(later.map([1]).results$, true);

    // What can be mapped.
    later.map(new Set([1]));
    later.map(of(1, 2));
    later.map(inherited.map(['x']));
    later.map([inherited.submit('x'), 2, Promise.resolve(3)]);
    later.map(Promise.resolve([1, 2]));
    later.map(
      (function* () {
        yield 1;
      })(),
    );
    later.map(
      (async function* () {
        yield 1;
      })(),
    );
    entry.map(new Map([['x', 1]]));
    join.map(rows.submit(3), later.map([1, 2, 3]));
    join.map(rows.submit(3), { id: 1 });
    join.map(rows.submit(3), later.submit(1));
    join.map(rows.submit(3), unmapped(later.submit(1)));
    whole.map(rows.map([1, 2]));
    whole.map([[{ id: 1 }]]);
    later.map(whole.map(rows.map([1, 2])));
    // @ts-expect-error strings are not numbers
    later.map(['1']);
    // @ts-expect-error rows are not numbers
    later.map(rows.submit(3));
    // @ts-expect-error a list of rows is not one of numbers
    later.map(later.map([1]));
    // @ts-expect-error an Observable of strings is not one of numbers
    later.map(of('1'));
    // @ts-expect-error unmapped must hold what the parameter takes
    join.map(rows.submit(3), unmapped('x'));
    // @ts-expect-error one source is missing
    join.map(rows.submit(3));

    // flat() takes one level off.
    expectType<TaskFutureList<Row>>()(rows.map([1, 2]).flat(), true);
    join.map(rows.map([1, 2]).flat(), rows.map([2, 1]).flat());
    // @ts-expect-error the lists themselves are no rows
    join.map(rows.map([1, 2]), rows.map([1, 2]));

    // stream() takes a source and gives values.
    for await (const row of later.stream([1, 2], { concurrency: 3, ordered: true })) expectType<Row>()(row, true);
    // @ts-expect-error strings are not numbers
    later.stream(['1']);

    // with() keeps the signature.
    expectType<TaskFuture<Row>>()(later.with({ retries: 3, timeout: '1s' }).submit(1), true);
    later.with({ waitFor: [none.submit(), rows.map([1])] }).map([1, 2]);
    // @ts-expect-error strings are still not numbers
    later.with({ retries: 3 }).submit('1');
    // @ts-expect-error there is no such option
    later.with({ retires: 3 });

    // Wrapped inputs fit where the value would.
    later.submit(quote(1));
    whole.submit(allowFailure(rows.submit(1)));
    whole.map(allowFailure(rows.map([1])));
  }
}

const pipeline = new Pipeline();

// From outside, only what is public and a method.
tasks(pipeline).inherited.submit('x');
tasks(Pipeline).shared.submit(1);
// @ts-expect-error a field is not a task
tasks(pipeline).label.submit();
// @ts-expect-error there is no such task
tasks(pipeline).missing.submit();
// @ts-expect-error shared takes numbers
tasks(Pipeline).shared.submit('x');

// task() without a decorator.
const double = task({ retries: 1, runName: (x: number) => `double ${x}` }, (x: number) => x * 2);
expectType<number>()(double(1), true);
expectType<TaskFuture<number>>()(double.submit(1), true);
double.map([1, 2]);
// @ts-expect-error double takes numbers
double.submit('1');
// @ts-expect-error retries is a number
task({ retries: 'three' }, (x: number) => x);
// @ts-expect-error there is no such option
task({ retires: 3 }, (x: number) => x);
const method = task(pipeline.later);
expectType<TaskFuture<Row>>()(method.submit(1), true);
