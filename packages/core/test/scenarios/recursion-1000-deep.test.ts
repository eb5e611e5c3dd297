import { Flow, Task, tasks } from '../../src/index.js';
import { setUpEngine } from '../support/engine.js';

describe('a recursion of submitted tasks', () => {
  it('1 000 deep ends at concurrency 1', async () => {
    const { recorder } = setUpEngine({ concurrency: 1 });
    class Recursion {
      @Task() async down(n: number): Promise<number> {
        if (n === 0) return 0;
        return 1 + (await tasks(this).down.submit(n - 1));
      }
      @Flow() async run(depth: number): Promise<number> {
        return await tasks(this).down.submit(depth);
      }
    }
    expect(await new Recursion().run(1_000)).toBe(1_000);
    expect(recorder.ends('down')).toEqual(Array(1_001).fill('Completed'));
  }, 30_000);
});
