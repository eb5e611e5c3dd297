/** A stream over a generator of n items, consumed to its end in a fresh process; the answer is memory over time. */
import { Flow, MemoryStore, Task, configure, tasks } from 'millrace';
import { peakResidentMiB, residentMiB, retainedMiB } from '../harness/resident.js';

configure({ store: new MemoryStore() });

export interface StreamMemoryRequest {
  readonly n: number;
}

export interface StreamMemory {
  /** Resident before the stream began. */
  readonly before: number;
  /** Resident after each tenth of the items. */
  readonly samples: readonly number[];
  readonly peak: number;
  readonly retainedBefore: number;
  readonly retainedAfter: number;
  readonly milliseconds: number;
}

/** Objects, not numbers: what is kept by mistake must weigh something. */
function* items(n: number): Generator<{ id: number }> {
  for (let id = 0; id < n; id++) yield { id };
}

class Streaming {
  @Task() async touch(item: { id: number }): Promise<{ id: number }> {
    return { id: item.id };
  }

  @Flow() async run(n: number, sample: () => void): Promise<number> {
    let count = 0;
    let sum = 0;
    for await (const { id } of tasks(this).touch.stream(items(n), { concurrency: 100 })) {
      count += 1;
      sum += id;
      if (count % (n / 10) === 0) sample();
    }
    if (count !== n || sum !== (n * (n - 1)) / 2) throw new Error(`Wrong results: ${count} items, sum ${sum}.`);
    return count;
  }
}

export async function measure({ n }: StreamMemoryRequest): Promise<StreamMemory> {
  const streaming = new Streaming();
  // Code, not data: what the compiler and the first flow need is there before the stream is looked at.
  await streaming.run(1_000, () => {});
  const retainedBefore = retainedMiB();
  const before = residentMiB();
  const samples: number[] = [];
  const started = performance.now();
  await streaming.run(n, () => samples.push(residentMiB()));
  const milliseconds = performance.now() - started;
  const peak = peakResidentMiB();
  return { before, samples, peak, milliseconds, retainedBefore, retainedAfter: retainedMiB() };
}
