import type { MapMemory, MapMemoryRequest } from '../cases/map-memory.js';
import type { StreamMemory, StreamMemoryRequest } from '../cases/stream-memory.js';
import { askOnce } from '../harness/child.js';
import { formatNumber } from '../harness/format.js';
import { summarize } from '../harness/statistics.js';
import type { Suite, Table } from '../harness/suite.js';
import type { PeerName } from '../peers/peer.js';

const N = 1_000_000;

/** `merge-map` is missing: it would need minutes for a million. */
const PEERS: readonly PeerName[] = ['millrace', 'p-queue', 'p-limit', 'p-map'];

const median = (values: readonly number[]): number => summarize(values).median;

function streamTable(runs: readonly StreamMemory[]): Table {
  return {
    title: 'stream of 1 M objects from a generator, concurrency 100',
    columns: ['MiB', 'before', 'after 10 %', '50 %', '100 %', 'peak', 'growth', 'retained before', 'after'],
    rows: runs.map((run, i) =>
      [
        `run ${i + 1}`,
        run.before,
        run.samples[0],
        run.samples[4],
        run.samples[9],
        run.peak,
        run.peak - run.before,
        run.retainedBefore,
        run.retainedAfter,
      ].map((cell) => (typeof cell === 'string' ? cell : formatNumber(cell ?? Number.NaN))),
    ),
    notes: ['Growth is peak less before. Retained: the heap after a full collection.'],
  };
}

function mapTable(runs: ReadonlyMap<PeerName, readonly MapMemory[]>): Table {
  return {
    title: 'map of 1 M numbers, awaited, concurrency 100',
    columns: ['MiB', 'before', 'peak'],
    rows: [...runs].map(([peer, values]) => [
      peer,
      formatNumber(median(values.map(({ before }) => before))),
      formatNumber(median(values.map(({ peak }) => peak))),
    ]),
  };
}

export const memory: Suite = {
  name: 'memory',
  about: 'resident memory of stream and map over 1 000 000 items',
  async run({ short, progress }) {
    const repeats = short ? 1 : 3;
    const streams: StreamMemory[] = [];
    const maps = new Map<PeerName, MapMemory[]>();
    for (let i = 0; i < repeats; i++) {
      progress(`memory: stream, run ${i + 1} of ${repeats}`);
      streams.push(await askOnce<StreamMemoryRequest, StreamMemory>('stream-memory', { n: N }));
    }
    for (const peer of short ? PEERS.slice(0, 1) : PEERS) {
      progress(`memory: map by ${peer}`);
      const runs: MapMemory[] = [];
      for (let i = 0; i < repeats; i++) {
        runs.push(await askOnce<MapMemoryRequest, MapMemory>('map-memory', { peer, n: N }));
      }
      maps.set(peer, runs);
    }
    return {
      tables: [streamTable(streams), mapTable(maps)],
      measured: {
        'stream-growth': median(streams.map(({ peak, before }) => peak - before)),
        'map-resident': median((maps.get('millrace') ?? []).map(({ peak }) => peak)),
      },
      data: { streams, maps: Object.fromEntries(maps) },
    };
  },
};
