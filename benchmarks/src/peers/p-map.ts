import pMap from 'p-map';
import { noop, type Peer } from './peer.js';

export const mapAll: Peer['mapAll'] = (numbers, concurrency) => pMap(numbers, noop, { concurrency });
