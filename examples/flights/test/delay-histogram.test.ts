import { addHistogram, countDelay, createHistogram, summarize } from '../src/delay-histogram.js';

function histogramOf(delays: number[]) {
  const histogram = createHistogram();
  for (const delay of delays) countDelay(histogram, delay);
  return histogram;
}

it.each([
  ['one flight', [7], { flights: 1, mean: 7, median: 7, p90: 7, late: 0 }],
  ['eleven flights', [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], { flights: 11, mean: 5, median: 5, p90: 9, late: 0 }],
  ['percentiles between two', [-10, 30], { flights: 2, mean: 10, median: 10, p90: 26, late: 0.5 }],
  ['fifteen minutes as late', [14, 15], { flights: 2, mean: 14.5, median: 14.5, p90: 14.9, late: 0.5 }],
])('summarizes %s', (_, delays, expected) => {
  expect(summarize(histogramOf(delays))).toEqual(expected);
});

it('adds up', () => {
  const total = histogramOf([1, 2]);
  addHistogram(total, histogramOf([2, 900]));
  expect(total).toEqual(histogramOf([1, 2, 2, 900]));
});
