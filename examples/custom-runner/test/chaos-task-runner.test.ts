import { describeTaskRunner, silentLogger } from '@millrace/testing';
import { ConcurrentTaskRunner, configure, flow, task } from 'millrace';
import { ChaosTaskRunner, type ChaosOptions } from '../src/chaos-task-runner.js';

configure({ logger: silentLogger });

const chaos = (options?: ChaosOptions) => new ChaosTaskRunner(new ConcurrentTaskRunner({ concurrency: 4 }), options);

describeTaskRunner('ChaosTaskRunner that does nothing', () => chaos());
describeTaskRunner('ChaosTaskRunner that delays', () => chaos({ delay: 3 }));

const double = task({ name: 'double' }, (x: number) => x * 2);
const numbers = Array.from({ length: 400 }, (_, i) => i);

/** Which of the 400 task runs fail on this runner. */
async function failuresOn(options: ChaosOptions): Promise<number[]> {
  await using runner = chaos(options);
  return await flow({ name: 'rehearsal', runner }, async () => {
    const states = await double.map(numbers).settled();
    return numbers.filter((i) => states[i]?.type === 'FAILED');
  })();
}

describe('ChaosTaskRunner', () => {
  it('lets about the share of attempts fail that it was told', async () => {
    expect(await failuresOn({ failures: 0 })).toEqual([]);
    expect(await failuresOn({ failures: 1 })).toEqual(numbers);
    const some = (await failuresOn({ failures: 0.25 })).length;
    expect(some).toBeGreaterThan(70);
    expect(some).toBeLessThan(130);
  });

  it('lets the same attempts fail each time, in whatever order they come, and others with another seed', async () => {
    const failures = await failuresOn({ failures: 0.25 });
    expect(await failuresOn({ failures: 0.25, delay: 2 })).toEqual(failures);
    expect(await failuresOn({ failures: 0.25, seed: 2 })).not.toEqual(failures);
  });

  it('fails with an error that names the attempt', async () => {
    await using runner = chaos({ failures: 1 });
    const rehearsal = flow({ name: 'rehearsal', runner }, async () => double.submit(1));
    await expect(rehearsal()).rejects.toMatchObject({
      ...{ name: 'ChaosError', code: 'CHAOS', message: "Attempt 1 of 'double-0' was made to fail." },
    });
  });

  it('shows that a flow with enough retries survives', async () => {
    await using runner = chaos({ failures: 0.2, delay: 1 });
    const robust = flow({ name: 'robust', runner }, async () => double.with({ retries: 8 }).map(numbers));
    expect(await robust()).toEqual(numbers.map((x) => x * 2));
  });

  it.each([{ failures: 1.5 }, { failures: NaN }, { delay: -1 }])('refuses %p', (options) => {
    expect(() => chaos(options)).toThrow(RangeError);
  });
});
