import { from, lastValueFrom, mergeMap, toArray } from 'rxjs';
import { noop, type Peer } from './peer.js';

export const mapAll: Peer['mapAll'] = (numbers, concurrency) =>
  lastValueFrom(from(numbers).pipe(mergeMap(noop, concurrency), toArray()));
