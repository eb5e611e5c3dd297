import { Etl } from '../src/etl.js';

it('doubles', async () => {
  await expect(new Etl().etl()).resolves.toEqual([2, 4, 6]);
});
