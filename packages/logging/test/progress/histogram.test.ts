import { createHistogram } from '../../src/progress/histogram.js';

it.each([
  [[5], 5],
  [[1, 2, 1_000], 2],
  [Array.from({ length: 10_001 }, (_, index) => index / 10), 500],
])('the median of %p is right to 5 %%', (durations, expected) => {
  const histogram = createHistogram();
  for (const duration of durations) histogram.add(duration);
  expect(Math.abs(histogram.median()! / expected - 1)).toBeLessThan(0.05);
});

it('has no median before the first duration, and takes any', () => {
  const histogram = createHistogram();
  expect(histogram.median()).toBeUndefined();
  for (const duration of [0, -1, NaN, Infinity, 1e300]) histogram.add(duration);
  expect(histogram.median()).toBeDefined();
});
