import PQueue from 'p-queue';
import { noop, type Peer } from './peer.js';

export const mapAll: Peer['mapAll'] = (numbers, concurrency) => {
  const queue = new PQueue({ concurrency });
  return Promise.all(numbers.map((x) => queue.add(() => noop(x))));
};
