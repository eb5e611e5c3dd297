import pLimit from 'p-limit';
import { noop, type Peer } from './peer.js';

export const mapAll: Peer['mapAll'] = (numbers, concurrency) => {
  const limit = pLimit(concurrency);
  return Promise.all(numbers.map((x) => limit(noop, x)));
};
