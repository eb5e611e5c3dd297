import { ConcurrentTaskRunner, Flow, flows, MemoryStore, Task, configure, tasks } from 'millrace';
import { noop, type Peer } from './peer.js';

configure({ store: new MemoryStore() });

class Mapping {
  @Task() noop(x: number): Promise<number> {
    return noop(x);
  }

  @Flow() async run(numbers: readonly number[]): Promise<readonly number[]> {
    return await tasks(this).noop.map(numbers);
  }
}

const mapping = new Mapping();
type Run = (numbers: readonly number[]) => Promise<readonly number[]>;
const runs = new Map<number, Run>();

/** One runner for each concurrency, kept as a program would keep it. */
function createRun(concurrency: number): Run {
  const run = flows(mapping).run.with({ runner: new ConcurrentTaskRunner({ concurrency }) });
  runs.set(concurrency, run);
  return run;
}

/** A flow that maps a task over the numbers and awaits the list: states, ids, events and the store are all on. */
export const mapAll: Peer['mapAll'] = (numbers, concurrency) =>
  (runs.get(concurrency) ?? createRun(concurrency))(numbers);
