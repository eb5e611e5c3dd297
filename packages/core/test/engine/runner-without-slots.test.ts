import { task } from '../../src/index.js';
import { inFlow, setUpEngine } from '../support/engine.js';

const double = task({ name: 'double' }, (x: number) => x * 2);

describe('a runner without a slot', () => {
  it.each([0, -1, Number.NaN])('is refused, instead of keeping its flow waiting for ever: %d', async (concurrency) => {
    setUpEngine({ concurrency });
    const refused = expect.objectContaining({ code: 'INVALID_OPTION', option: 'concurrency' });
    await expect(inFlow(async () => await double.submit(1))).rejects.toEqual(refused);
    await expect(inFlow(async () => await double.map([1]))).rejects.toEqual(refused);
    expect(() => double.submit(1)).toThrow(refused);
  });
});
