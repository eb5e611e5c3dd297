import { configure, task } from '../../src/index.js';
import { inFlow, setUpEngine } from '../support/engine.js';
import { longestLag } from '../support/event-loop-lag.js';

function* count(n: number): Generator<number> {
  for (let i = 0; i < n; i++) yield i;
}

describe('a million synchronous no-op tasks (S59)', () => {
  const noop = task({ name: 'noop' }, (x: number) => x);

  it('do not keep a timer of 10 ms waiting for more than 50 ms', async () => {
    setUpEngine();
    configure({ observers: [] });
    const lag = await longestLag(() => inFlow(async () => void noop.map(count(1_000_000))));
    expect(lag).toBeLessThan(50);
  }, 120_000);

  it('are pulled from their generator only as there is room', async () => {
    setUpEngine({ concurrency: 4 });
    configure({ observers: [] });
    let pulled = 0;
    let ended = 0;
    let furthest = 0;
    function* counted(): Generator<number> {
      for (const i of count(1_000_000)) {
        pulled++;
        furthest = Math.max(furthest, pulled - ended);
        yield i;
      }
    }
    const counting = task({ name: 'counting' }, (_: number) => void ended++);
    await inFlow(async () => void counting.map(counted()));
    expect(ended).toBe(1_000_000);
    expect(furthest).toBeLessThan(100);
  }, 120_000);

  it('go through a stream of which nothing is kept', async () => {
    setUpEngine();
    configure({ observers: [] });
    let sum = 0;
    for await (const value of noop.stream(count(1_000_000))) sum += value;
    expect(sum).toBe(499_999_500_000);
  }, 120_000);
});
