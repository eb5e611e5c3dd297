/** A map over n numbers by each of the peers that the request names; the answer is the time in milliseconds. */
import { loadPeer, type Peer, type PeerName } from '../peers/peer.js';

export interface MapRequest {
  readonly peer: PeerName;
  readonly n: number;
  readonly concurrency: number;
  /** How many maps of n make one measurement: one of a thousand items is too short for a clock. */
  readonly repeat: number;
}

const peers = new Map<PeerName, Promise<Peer>>();
const sources = new Map<number, readonly number[]>();

const peerNamed = (name: PeerName): Promise<Peer> => {
  const peer = peers.get(name) ?? loadPeer(name);
  peers.set(name, peer);
  return peer;
};

const numbersUpTo = (n: number): readonly number[] => {
  const numbers = sources.get(n) ?? Array.from({ length: n }, (_, i) => i);
  sources.set(n, numbers);
  return numbers;
};

/** The results are read, all of them, inside the measured time. */
function check(results: readonly number[], n: number): void {
  let sum = 0;
  for (const result of results) sum += result;
  if (results.length !== n || sum !== (n * (n - 1)) / 2) {
    throw new Error(`Wrong results: ${results.length} of ${n}, sum ${sum}.`);
  }
}

export async function measure({ peer, n, concurrency, repeat }: MapRequest): Promise<number> {
  const { mapAll } = await peerNamed(peer);
  const numbers = numbersUpTo(n);
  globalThis.gc?.();
  const started = performance.now();
  for (let i = 0; i < repeat; i++) check(await mapAll(numbers, concurrency), n);
  return performance.now() - started;
}
