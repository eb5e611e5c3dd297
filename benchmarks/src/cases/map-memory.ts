/** One map over n numbers in a fresh process, awaited; the answer is the most memory that was ever resident. */
import { loadPeer, type PeerName } from '../peers/peer.js';
import { peakResidentMiB, residentMiB } from '../harness/resident.js';

export interface MapMemoryRequest {
  readonly peer: PeerName;
  readonly n: number;
}

export interface MapMemory {
  readonly before: number;
  readonly peak: number;
}

export async function measure({ peer, n }: MapMemoryRequest): Promise<MapMemory> {
  const { mapAll } = await loadPeer(peer);
  const before = residentMiB();
  const numbers = Array.from({ length: n }, (_, i) => i);
  const results = await mapAll(numbers, 100);
  if (results.length !== n || results[n - 1] !== n - 1) throw new Error(`Wrong results: ${results.length} of ${n}.`);
  return { before, peak: peakResidentMiB() };
}
