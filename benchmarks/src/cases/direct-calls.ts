/** Methods called directly, bare and as tasks; the answer is nanoseconds a call. */
import { Flow, MemoryStore, Task, configure } from 'millrace';

configure({ store: new MemoryStore() });

class Bare {
  sync(x: number): number {
    return x + 1;
  }

  async async(x: number): Promise<number> {
    return x + 1;
  }
}

class Tracked {
  @Task() sync(x: number): number {
    return x + 1;
  }

  @Task() async async(x: number): Promise<number> {
    return x + 1;
  }

  @Flow() async callSync(n: number): Promise<number> {
    return timeSync(this, n);
  }

  @Flow() async callAsync(n: number): Promise<number> {
    return await timeAsync(this, n);
  }
}

export interface DirectCallRequest {
  readonly kind: 'bare' | 'tracked';
  readonly method: 'sync' | 'async';
  readonly n: number;
}

const bare = new Bare();
const tracked = new Tracked();

/** Each call takes the result of the one before, so that none can be left out by the compiler. */
function timeSync(target: Bare, n: number): number {
  const started = performance.now();
  let x = 0;
  for (let i = 0; i < n; i++) x = target.sync(x);
  return perCall(started, n, x);
}

async function timeAsync(target: Bare, n: number): Promise<number> {
  const started = performance.now();
  let x = 0;
  for (let i = 0; i < n; i++) x = await target.async(x);
  return perCall(started, n, x);
}

function perCall(started: number, n: number, x: number): number {
  const nanoseconds = ((performance.now() - started) * 1e6) / n;
  if (x !== n) throw new Error(`${n} calls gave ${x}.`);
  return nanoseconds;
}

export async function measure({ kind, method, n }: DirectCallRequest): Promise<number> {
  globalThis.gc?.();
  if (kind === 'bare') return method === 'sync' ? timeSync(bare, n) : await timeAsync(bare, n);
  return method === 'sync' ? await tracked.callSync(n) : await tracked.callAsync(n);
}
