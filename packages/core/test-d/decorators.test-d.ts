// What @Task() and @Flow() accept above which methods, the same in both decorator modes.
import { exponentialBackoff, Flow, Task, type TaskOptions } from '../src/index.js';

const shared: TaskOptions = { retries: 3, retryDelay: exponentialBackoff({ base: '1s', jitter: 0.5 }), tags: ['db'] };
class NetworkError extends Error {}

export class Accepted {
  @Task() bare(): void {}
  @Task(shared) withSharedOptions(x: number): number {
    return x;
  }
  @Task(shared) async sharedByAnother(x: string, y: boolean): Promise<string> {
    return x + y;
  }
  @Task({ retries: 2, retryDelay: [100, '1s'], timeout: '30s', retryOn: [NetworkError, RangeError] })
  delays(): void {}
  @Task({ retryDelay: (attempt, error) => (error instanceof NetworkError ? attempt * 100 : '1s') })
  computedDelay(): void {}
  @Task({ retryIf: async (error, attempt) => error !== undefined && attempt < 3 }) retryIf(): void {}

  // Callbacks take their parameters from the method below them.
  @Task({ runName: (x: number, name: string) => `${name} ${x.toFixed()}` }) named(_x: number, _name: string): void {}
  @Task({ runName: () => 'fixed' }) namedByNothing(_x: number): void {}
  @Task({ runName: 'load {0} of {1.name}' }) template(_x: number, _table: { name: string }): void {}
  @Task({ cacheKey: (x: number) => (x > 0 ? String(x) : null) }) cached(x: number): number {
    return x;
  }
  @Task({
    onRunning: () => undefined,
    onCompletion: [(task, run, state) => `${task} ${run} ${state.name}`, async () => undefined],
  })
  hooked(): void {}
  @Task() static ofTheClass(x: number): number {
    return x;
  }
  @Task() protected hidden(): void {}
  @Task() generic<T>(value: T): T {
    return value;
  }

  @Flow() async flow(x: number): Promise<number> {
    return x;
  }
  @Flow({ runName: (day: Date) => day.toISOString(), retries: 1, timeout: '1h', tags: ['nightly'], logPrints: true })
  async nightly(_day: Date): Promise<void> {}
  @Flow({ onFailure: (_flow, run, state) => `${run} ${state.type}` }) async withHook(): Promise<void> {}
  @Flow() static async ofClass(): Promise<void> {}
}

export class Refused {
  // @ts-expect-error a flow returns a promise
  @Flow() synchronous(): number {
    return 1;
  }
  // @ts-expect-error retries is a number
  @Task({ retries: '3' }) retries(): void {}
  // @ts-expect-error a boolean is no duration
  @Task({ timeout: true }) timeout(): void {}
  // @ts-expect-error there is no such option
  @Task({ retires: 3 }) unknownOption(): void {}
  // @ts-expect-error runName of another parameter
  @Task({ runName: (x: string) => x }) otherParameter(_x: number): void {}
  // @ts-expect-error runName asks for more than the method takes
  @Task({ runName: (x: number, y: number) => `${x + y}` }) more(_x: number): void {}
  // @ts-expect-error runName is a string
  @Task({ runName: (x: number) => x }) notAString(_x: number): void {}
  // @ts-expect-error a hook is a function
  @Task({ onFailure: 'notify' }) hook(): void {}
  // @ts-expect-error retryOn takes classes
  @Task({ retryOn: [new Error('x')] }) instance(): void {}
  // @ts-expect-error a task has no flow's options
  @Task({ parameters: {} }) flowOption(): void {}
  // @ts-expect-error a flow has no task's options
  @Flow({ cacheKey: () => 'x' }) async taskOption(): Promise<void> {}
  // @ts-expect-error runName of another parameter
  @Flow({ runName: (x: string) => x }) async otherFlow(_x: number): Promise<void> {}
}
