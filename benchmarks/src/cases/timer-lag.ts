/** How late a 10 ms timer fires while n no-op tasks are mapped; the answer is its worst delay in milliseconds. */
import { ConcurrentTaskRunner, Flow, MemoryStore, Task, configure, tasks } from 'millrace';
import PQueue from 'p-queue';

configure({ store: new MemoryStore() });

export interface TimerLagRequest {
  readonly kind: 'millrace' | 'p-queue';
  readonly n: number;
}

export interface TimerLag {
  readonly worst: number;
  readonly ticks: number;
  readonly milliseconds: number;
}

const PERIOD_MS = 10;

class Mapping {
  @Task() noop(x: number): number {
    return x;
  }

  @Flow({ runner: new ConcurrentTaskRunner({ concurrency: 100 }) })
  async run(numbers: readonly number[]): Promise<readonly number[]> {
    return await tasks(this).noop.map(numbers);
  }
}

const mapping = new Mapping();

function mapAll(kind: TimerLagRequest['kind'], numbers: readonly number[]): Promise<readonly number[]> {
  if (kind === 'millrace') return mapping.run(numbers);
  const queue = new PQueue({ concurrency: 100 });
  return Promise.all(numbers.map((x) => queue.add(() => x)));
}

/** Processor time that this process has used so far, in milliseconds. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

export async function measure({ kind, n }: TimerLagRequest): Promise<TimerLag> {
  const numbers = Array.from({ length: n }, (_, i) => i);
  // What is loaded and compiled once per process is there before the timer is looked at.
  await mapAll(kind, numbers.slice(0, 1_000));
  globalThis.gc?.();
  let worst = 0;
  let ticks = 0;
  let last = performance.now();
  let lastUsed = processorTime();
  const tick = () => {
    const now = performance.now();
    const used = processorTime();
    // A machine that gave the processor to others delays a timer as well: only time that was worked here counts.
    worst = Math.max(worst, Math.min(now - last, used - lastUsed) - PERIOD_MS);
    last = now;
    lastUsed = used;
  };
  const started = performance.now();
  const timer = setInterval(() => {
    ticks += 1;
    tick();
  }, PERIOD_MS);
  const results = await mapAll(kind, numbers);
  const milliseconds = performance.now() - started;
  tick(); // A map that let no timer through at all must not look punctual.
  clearInterval(timer);
  if (results.length !== n || results[n - 1] !== n - 1) throw new Error(`Wrong results: ${results.length} of ${n}.`);
  return { worst, ticks, milliseconds };
}
