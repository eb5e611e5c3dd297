import { AsyncResource } from 'node:async_hooks';
import { configure, type Attempt, type TaskRunner } from '@millrace/core';
import { checkCase, describeTaskRunner, taskRunnerContract } from '../../src/index.js';
import * as contractTasks from '../../src/task-runner/contract-tasks.js';
import { InlineRunner } from './inline-runner.js';

/** Cases that look for an abort which does not come wait the grace period out. */
beforeAll(() => configure({ gracePeriod: '3.2s' }));

/** No run is under way here, whoever calls. */
const outside = new AsyncResource('outside');

describeTaskRunner('an inline runner', () => new InlineRunner());

class Nameless extends InlineRunner {
  override readonly name = '';
}
class DropsResults extends InlineRunner {
  override async execute(attempt: Attempt) {
    await attempt.invoke();
  }
}
class GivesOneItem extends InlineRunner {
  override async execute(attempt: Attempt) {
    const result = await attempt.invoke();
    // As if the list itself had been handed over as an Observable.
    return Array.isArray(result) ? result.at(-1) : result;
  }
}
class TurnsNothingIntoNull extends InlineRunner {
  override async execute(attempt: Attempt) {
    return (await attempt.invoke()) ?? null;
  }
}
class SpeaksJson extends InlineRunner {
  override async execute(attempt: Attempt): Promise<unknown> {
    return JSON.parse(JSON.stringify((await attempt.invoke()) ?? null));
  }
}
class SwallowsErrors extends InlineRunner {
  override execute(attempt: Attempt) {
    return attempt.invoke().catch(() => undefined);
  }
}
class KeepsMessageOnly extends InlineRunner {
  override execute(attempt: Attempt) {
    return attempt.invoke().catch((error: Error) => Promise.reject(new Error(error.message)));
  }
}
class ForgetsCause extends InlineRunner {
  override execute(attempt: Attempt) {
    return attempt.invoke().catch((error: Error) => Promise.reject(Object.assign(error, { cause: undefined })));
  }
}
class LosesStack extends InlineRunner {
  override execute(attempt: Attempt) {
    return attempt.invoke().catch((error: Error) => Promise.reject(Object.assign(error, { stack: error.message })));
  }
}
class RunsTwice extends InlineRunner {
  override async execute(attempt: Attempt) {
    await attempt.invoke();
    return attempt.invoke();
  }
}
class WidensItself extends InlineRunner {
  override concurrency = 3;
  override execute(attempt: Attempt) {
    this.concurrency++;
    return attempt.invoke();
  }
}
class OneAtATime extends InlineRunner {
  #last: Promise<unknown> = Promise.resolve();
  override execute(attempt: Attempt) {
    this.#last = this.#last.then(
      () => attempt.invoke(),
      () => attempt.invoke(),
    );
    return this.#last;
  }
}
/** Like a thread that is told which task to run with which arguments, and nothing else. */
class RunsElsewhere extends InlineRunner {
  override execute({ taskName, args }: Attempt): Promise<unknown> {
    const handle = contractTasks[taskName as keyof typeof contractTasks] as (...values: unknown[]) => unknown;
    return outside.runInAsyncScope(async () => handle(...args));
  }
}
class Breaks extends InlineRunner {
  #isBroken = false;
  override async execute(attempt: Attempt) {
    if (this.#isBroken) throw new Error('The runner is broken.');
    return attempt.invoke().catch((error: unknown) => {
      this.#isBroken = true;
      throw error;
    });
  }
}
class DisposesOnce extends InlineRunner {
  #isOpen = true;
  override async [Symbol.asyncDispose]() {
    if (!this.#isOpen) throw new Error('The pool is closed.');
    this.#isOpen = false;
  }
}

/** Throws where it should reject, whatever it is asked. */
class Throws extends InlineRunner {
  override execute(): never {
    throw new Error('There is no connection.');
  }
}
class CannotStart extends InlineRunner {
  async start() {
    throw new Error('There is no server.');
  }
}
class RefusesWrappers extends InlineRunner {
  #isStarted = false;
  async start() {
    if (this.#isStarted) throw new Error('Started twice.');
    this.#isStarted = true;
  }
  override async execute(this: RefusesWrappers, attempt: Attempt) {
    // Forgets that it was started, and wants to be started for each attempt.
    if (!this.#isStarted) throw new Error('Not started.');
    this.#isStarted = false;
    return attempt.invoke();
  }
}

/** Runners, and the cases that find them out. */
const BROKEN: readonly (readonly [new () => TaskRunner, ...string[]])[] = [
  [Nameless, 'has a name, and a concurrency that is a whole number from 1 up or Infinity'],
  [
    DropsResults,
    'gives the result of a synchronous task',
    'gives the results of a map of 1000 in the order of its inputs',
  ],
  [GivesOneItem, 'gives texts, lists, sets and maps back whole, and not one item of them'],
  [TurnsNothingIntoNull, 'gives undefined, null and other empty values back as they are'],
  [
    SpeaksJson,
    'gives dates, bytes, big integers and odd numbers back as they are',
    'gives texts, lists, sets and maps back whole, and not one item of them',
  ],
  [
    SwallowsErrors,
    'gives back the error of an asynchronous task, with name, message, code and cause',
    'gives each retry an attempt of its own, with its number',
    'gives back a value that was thrown without being an error, as the cause of one',
  ],
  [
    KeepsMessageOnly,
    'gives back the error of a synchronous task, with name, message, code and cause',
    'keeps the fields of an error',
  ],
  [ForgetsCause, 'gives back the error of an asynchronous task, with name, message, code and cause'],
  [LosesStack, 'keeps the stack of an error, which names the function that threw it'],
  [RunsTwice, 'executes each attempt exactly once'],
  [WidensItself, 'never has more attempts in flight than its concurrency'],
  [
    OneAtATime,
    'has as many attempts in flight as its concurrency, when there is enough to do',
    'serves others while attempts that ran out of time have not stopped',
  ],
  [
    RunsElsewhere,
    'runs each attempt in the context of its run, also behind promises and timers',
    'gives each retry an attempt of its own, with its number',
    'aborts the signal of an attempt that is cancelled while it runs',
    'aborts the signal of an attempt that runs out of time',
    'aborts what is running when its flow fails',
    'gives the places of cancelled attempts to the next',
  ],
  [
    Breaks,
    'lets one attempt of a map fail without disturbing the others',
    'serves a flow after another has failed on it',
  ],
  [Throws, 'gives the result of a synchronous task'],
  [CannotStart, 'works inside of another runner that passes everything on to it'],
  [RefusesWrappers, 'is started once, before its first attempt, however many flows use it'],
  [DisposesOnce, 'may be disposed of twice'],
];

describe('the contract of task runners', () => {
  it.each(BROKEN.map(([Runner, ...names]) => ({ Runner, name: Runner.name, names })))(
    'finds out a runner that is broken: $name',
    async ({ Runner, names }) => {
      const passed = names.map(async (name) => {
        const rule = taskRunnerContract.find((each) => each.name === name);
        if (rule === undefined) throw new Error(`There is no case '${name}'.`);
        return checkCase(rule, () => new Runner()).then(
          () => [name],
          () => [],
        );
      });
      expect((await Promise.all(passed)).flat()).toEqual([]);
    },
    30_000,
  );

  it('has a name of its own for each case', () => {
    const names = taskRunnerContract.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('exports its tasks under the names that they have, so that they can be found elsewhere', () => {
    const handles = Object.entries(contractTasks).filter(([, value]) => 'submit' in value);
    expect(handles.map(([, { name }]) => name)).toEqual(handles.map(([exported]) => exported));
  });
});
