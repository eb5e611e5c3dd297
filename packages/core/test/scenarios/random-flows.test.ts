import fc from 'fast-check';
import {
  allowFailure,
  flow,
  isFinal,
  task,
  type Attempt,
  type FlowRunStateEvent,
  type TaskFuture,
  type TaskFutureList,
  type TaskRunStateEvent,
} from '../../src/index.js';
import { canFollow } from '../../src/state/transitions.js';
import { InlineTaskRunner } from '../support/inline-task-runner.js';
import { setUpEngine } from '../support/engine.js';
import type { RunRecorder } from '../support/run-recorder.js';

/** How one call of a task behaves. */
interface Behaviour {
  /** How many attempts fail before one succeeds. */
  readonly failures: number;
  readonly pause: 'none' | 'microtask' | 'turn' | 'timer' | 'hang';
  /** What the body submits and awaits: by how many futures, and in which way. */
  readonly children: number;
  readonly childWay: 'await' | 'all' | 'race' | 'map' | 'stream' | 'wait';
}

type Source = 'list' | 'generator' | 'async' | 'futures';

type Step =
  | {
      readonly kind: 'submit';
      readonly behaviour: Behaviour;
      readonly inputs: readonly number[];
      readonly allow: boolean;
    }
  | {
      readonly kind: 'map';
      readonly behaviour: Behaviour;
      readonly size: number;
      readonly source: Source;
      readonly of: number;
    }
  | { readonly kind: 'call'; readonly behaviour: Behaviour };

interface Plan {
  readonly concurrency: number;
  readonly steps: readonly Step[];
  readonly cancelAfter: number | undefined;
  readonly hasTimeout: boolean;
  readonly throwsAtEnd: boolean;
}

const behaviour: fc.Arbitrary<Behaviour> = fc.record({
  failures: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 3 })),
  pause: fc.oneof(
    {
      weight: 12,
      arbitrary: fc.constantFrom('none' as const, 'microtask' as const, 'turn' as const, 'timer' as const),
    },
    fc.constant('hang' as const),
  ),
  children: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 3 })),
  childWay: fc.constantFrom('await', 'all', 'race', 'map', 'stream', 'wait'),
});

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('submit' as const),
      behaviour,
      inputs: fc.array(fc.nat(30), { maxLength: 3 }),
      allow: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('map' as const),
      behaviour,
      size: fc.nat(12),
      source: fc.constantFrom<Source>('list', 'generator', 'async', 'futures'),
      of: fc.nat(30),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('call' as const), behaviour }) },
);

const plan = (faulty: boolean): fc.Arbitrary<Plan> =>
  fc.record({
    concurrency: fc.integer({ min: 1, max: 5 }),
    steps: fc.array(faulty ? step : step.map(withoutFaults), { minLength: 1, maxLength: 12 }),
    cancelAfter: faulty ? fc.option(fc.nat(8), { nil: undefined }) : fc.constant(undefined),
    hasTimeout: faulty ? fc.boolean() : fc.constant(false),
    throwsAtEnd: faulty ? fc.boolean() : fc.constant(false),
  });

/** Fails no more often than it is retried, and ends by itself. */
function withoutFaults(step: Step): Step {
  const { failures, pause } = step.behaviour;
  const mended = { failures: Math.min(failures, RETRIES), pause: pause === 'hang' ? 'turn' : pause } as const;
  return { ...step, behaviour: { ...step.behaviour, ...mended } };
}

const RETRIES = 2;
const FAILURE = 'expected failure';

/** Counts the attempts that are executed now, and that do not wait inside: those are what the bound is for. */
class Meter extends InlineTaskRunner {
  active = 0;
  mostActive = 0;

  override async execute(attempt: Attempt): Promise<unknown> {
    this.enter();
    try {
      return await attempt.invoke();
    } finally {
      this.active--;
    }
  }
  enter(): void {
    this.mostActive = Math.max(this.mostActive, ++this.active);
  }
  /** While the promise is awaited, others may run. */
  async awaiting<T>(promise: () => PromiseLike<T>): Promise<T> {
    this.active--;
    try {
      return await promise();
    } finally {
      this.enter();
    }
  }
}

async function pauseFor(pause: Behaviour['pause'], signal: AbortSignal): Promise<void> {
  if (pause === 'microtask') await Promise.resolve();
  if (pause === 'turn') await new Promise((resolve) => setImmediate(resolve));
  if (pause === 'timer') await new Promise((resolve) => setTimeout(resolve, 1));
  if (pause === 'hang') await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
}

/** What a task gives for its inputs: the sum of what is a number, and one. */
const valueOf = (inputs: readonly unknown[]): number =>
  inputs.reduce<number>((sum, input) => sum + (typeof input === 'number' ? input : 0), 1);

async function play(plan: Plan) {
  const { getRunContext } = await import('../../src/index.js');
  const runner = new Meter(plan.concurrency);
  const { recorder } = setUpEngine({ runner, gracePeriod: 0 });
  const timeout = plan.hasTimeout ? { timeout: 15 } : {};
  const leaf = task({ name: 'leaf' }, async (x: number) => {
    if (x % 2 === 0) await new Promise((resolve) => setImmediate(resolve));
    return x;
  });

  const descend = async ({ children, childWay }: Behaviour): Promise<void> => {
    const numbers = Array.from({ length: children }, (_, i) => i);
    // Waits that are counted as waits; after a race or a timeout something is still awaited, or a slot is on its way.
    if (childWay === 'map') await runner.awaiting(() => leaf.map(numbers));
    else if (childWay === 'stream') for await (const _ of leaf.stream(numbers));
    else if (childWay === 'race') await Promise.race(numbers.map((i) => leaf.submit(i)));
    else if (childWay === 'wait') for (const i of numbers) await leaf.submit(i).wait({ timeout: 0 });
    else if (childWay === 'all') await Promise.all(numbers.map((i) => leaf.submit(i)));
    else for (const i of numbers) await runner.awaiting(() => leaf.submit(i));
  };
  const work = task(
    { name: 'work', retries: RETRIES, ...timeout },
    async (behaviour: Behaviour, ...inputs: unknown[]): Promise<number> => {
      const { attempt, signal } = getRunContext()!;
      await pauseFor(behaviour.pause, signal);
      if (behaviour.children > 0) await descend(behaviour);
      if (attempt <= behaviour.failures) throw new Error(FAILURE);
      return valueOf(inputs);
    },
  );

  const body = async (): Promise<unknown[]> => {
    const made: (TaskFuture<number> | TaskFutureList<number> | number)[] = [];
    const pick = (index: number) => (made.length === 0 ? 1 : made[index % made.length]!);
    for (const step of plan.steps) {
      if (step.kind === 'submit') {
        const inputs = step.inputs.map((index) => (step.allow ? allowFailure(pick(index)) : pick(index)));
        made.push(work.submit(step.behaviour, ...inputs));
      } else if (step.kind === 'call') {
        try {
          made.push(await work(step.behaviour, 1));
        } catch {
          made.push(0);
        }
      } else made.push(work.map(step.behaviour as never, sourceOf(step, pick(step.of)) as never));
    }
    if (plan.throwsAtEnd) throw new Error(FAILURE);
    return made;
  };

  const run = flow({ name: 'flow' }, body).start();
  const ended = run.then(
    (value) => ({ value, error: undefined }),
    (error: unknown) => ({ value: undefined, error: error as Error }),
  );
  if (plan.cancelAfter !== undefined) {
    for (let i = 0; i < plan.cancelAfter; i++) await new Promise((resolve) => setImmediate(resolve));
    run.cancel();
  } else if (plan.steps.some(({ behaviour }) => behaviour.pause === 'hang') && !plan.hasTimeout) {
    setTimeout(() => run.cancel(), 20).unref();
  }
  const result = await Promise.race([ended, watchdog()]);
  return { result, recorder, runner };
}

function sourceOf(step: Step & { readonly kind: 'map' }, of: unknown): unknown {
  const items = Array.from({ length: step.size }, (_, i) => i);
  if (step.source === 'futures' && typeof of === 'object') return 'flat' in of! ? of : [of, of];
  if (step.source === 'generator')
    return (function* () {
      yield* items;
    })();
  if (step.source === 'async')
    return (async function* () {
      for (const item of items) {
        await new Promise((resolve) => setImmediate(resolve));
        yield item;
      }
    })();
  return items;
}

/** What the plan gives if one thing is done after the other. */
function model(plan: Plan): unknown[] {
  const made: (number | number[])[] = [];
  const pick = (index: number) => (made.length === 0 ? 1 : made[index % made.length]!);
  for (const step of plan.steps) {
    if (step.kind === 'submit') made.push(valueOf(step.inputs.map(pick)));
    else if (step.kind === 'call') made.push(valueOf([1]));
    else {
      const of = pick(step.of);
      // A number that a direct call gave is no future: there the source is the plain list.
      const isFuture = step.source === 'futures' && plan.steps[step.of % Math.max(1, made.length)]?.kind !== 'call';
      const items = Array.from({ length: step.size }, (_, i) => i);
      const source = isFuture && made.length > 0 ? (Array.isArray(of) ? of : [of, of]) : items;
      made.push(source.map((item) => valueOf([item])));
    }
  }
  return made;
}

const WATCHDOG = 5_000;
function watchdog(): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error('The flow does not end.')), WATCHDOG).unref();
  });
}

/** What is true of every run, however its flow went. */
function expectSoundRuns(recorder: RunRecorder): void {
  const runs = new Map<string, (TaskRunStateEvent | FlowRunStateEvent)[]>();
  for (const event of recorder.events) {
    if (event.type !== 'task-run-state' && event.type !== 'flow-run-state') continue;
    const events = runs.get(event.run.id);
    if (events === undefined) runs.set(event.run.id, [event]);
    else events.push(event);
  }
  for (const events of runs.values()) {
    const states = events.map(({ state }) => state);
    expect(states.filter(isFinal)).toHaveLength(1);
    expect(isFinal(states.at(-1)!)).toBe(true);
    states.forEach((state, i) => {
      expect(events[i]!.previous).toBe(states[i - 1]);
      expect(canFollow(states[i - 1], state)).toBe(true);
      if (i > 0) expect(state.timestamp).toBeGreaterThan(states[i - 1]!.timestamp);
    });
    const attempts = states.filter(({ type }) => type === 'RUNNING').length;
    expect(attempts).toBeLessThanOrEqual(RETRIES + 1);
    if (states.at(-1)!.name === 'NotReady') expect(attempts).toBe(0);
  }
  const maps = recorder.events.filter(({ type }) => type === 'map-started');
  expect(recorder.events.filter(({ type }) => type === 'map-ended')).toHaveLength(maps.length);
}

describe('random flows', () => {
  const rejections: unknown[] = [];
  const note = (reason: unknown): void => void rejections.push(reason);
  beforeAll(() => void process.on('unhandledRejection', note));
  afterAll(() => void process.off('unhandledRejection', note));

  /** Waits that do not show in the meter: see `descend`. */
  const isMetered = ({ steps }: Plan): boolean =>
    steps.every(
      ({ behaviour: { children, childWay } }) => children === 0 || childWay === 'await' || childWay === 'map',
    );

  it('without faults give what a sequential program gives, within the bound of the runner', async () => {
    await fc.assert(
      fc.asyncProperty(plan(false), async (plan) => {
        const { result, recorder, runner } = await play(plan);
        expect(result.error).toBeUndefined();
        expect(result.value).toEqual(model(plan));
        expectSoundRuns(recorder);
        if (isMetered(plan)) expect(runner.mostActive).toBeLessThanOrEqual(plan.concurrency + calls(plan));
      }),
      { seed: 42, numRuns: 250, interruptAfterTimeLimit: 12_000 },
    );
  }, 30_000);

  it('with faults always end, every run once, and lose no failure', async () => {
    await fc.assert(
      fc.asyncProperty(plan(true), async (plan) => {
        const { result, recorder } = await play(plan);
        expectSoundRuns(recorder);
        const ends = new Set([...recorder.ends('work'), ...recorder.ends('leaf')]);
        const state = recorder.state('flow').name;
        expect(state).toBe(
          result.error === undefined ? 'Completed' : result.error.name === 'CancelledError' ? 'Cancelled' : 'Failed',
        );
        if (result.error === undefined) for (const end of ends) expect(end).not.toBe('Crashed');
        if (plan.throwsAtEnd && plan.cancelAfter === undefined) expect(result.error).toBeDefined();
      }),
      { seed: 43, numRuns: 250, interruptAfterTimeLimit: 12_000 },
    );
    await new Promise((resolve) => setImmediate(resolve));
    expect(rejections).toEqual([]);
  }, 30_000);
});

/** Direct calls run beside the runner: their waits are taken off its count, though they are no attempts of it. */
function calls({ steps }: Plan): number {
  return steps.filter(({ kind }) => kind === 'call').length;
}
