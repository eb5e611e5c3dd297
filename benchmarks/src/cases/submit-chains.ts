/** Chains in which each link takes the result of the one before; the answer is microseconds a link. */
import { ConcurrentTaskRunner, Flow, MemoryStore, Task, configure, tasks, type TaskFuture } from 'millrace';
import PQueue from 'p-queue';

configure({ store: new MemoryStore() });

const CONCURRENCY = 100;

export interface ChainRequest {
  readonly kind: 'promises' | 'p-queue' | 'millrace';
  readonly chains: number;
  readonly depth: number;
}

async function increment(x: number): Promise<number> {
  return x + 1;
}

/** All chains at once; `link` starts one step whose input is the promise of the step before. */
async function run(link: (previous: Promise<number>) => Promise<number>, { chains, depth }: ChainRequest) {
  const ends = Array.from({ length: chains }, () => {
    let last = increment(0);
    for (let i = 1; i < depth; i++) last = link(last);
    return last;
  });
  return await Promise.all(ends);
}

class Chains {
  @Task() increment(x: number): Promise<number> {
    return increment(x);
  }

  @Flow({ runner: new ConcurrentTaskRunner({ concurrency: CONCURRENCY }) })
  async run({ chains, depth }: ChainRequest): Promise<number[]> {
    const handle = tasks(this).increment;
    const ends = Array.from({ length: chains }, () => {
      let last: TaskFuture<number> = handle.submit(0);
      for (let i = 1; i < depth; i++) last = handle.submit(last);
      return last;
    });
    return await Promise.all(ends);
  }
}

const millrace = new Chains();

function start(request: ChainRequest): Promise<number[]> {
  if (request.kind === 'millrace') return millrace.run(request);
  if (request.kind === 'promises') return run((previous) => previous.then(increment), request);
  const queue = new PQueue({ concurrency: CONCURRENCY });
  return run((previous) => previous.then((x) => queue.add(() => increment(x))), request);
}

export async function measure(request: ChainRequest): Promise<number> {
  globalThis.gc?.();
  const started = performance.now();
  const ends = await start(request);
  const milliseconds = performance.now() - started;
  if (ends.length !== request.chains || ends.some((end) => end !== request.depth)) throw new Error('Wrong results.');
  return (milliseconds * 1_000) / (request.chains * request.depth);
}
