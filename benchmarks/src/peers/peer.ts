/** One library's way of running an async function over numbers with bounded concurrency. */
export interface Peer {
  readonly mapAll: (numbers: readonly number[], concurrency: number) => Promise<readonly number[]>;
}

/** The task that all peers run. It does nothing, so that what is measured is the library. */
export async function noop(x: number): Promise<number> {
  return x;
}

export const PEER_NAMES = ['millrace', 'p-queue', 'p-limit', 'p-map', 'merge-map'] as const;
export type PeerName = (typeof PEER_NAMES)[number];

/** Loads one peer and no other: importing Millrace alone would change the process that measures its peers. */
export async function loadPeer(name: PeerName): Promise<Peer> {
  return (await import(new URL(`${name}.js`, import.meta.url).href)) as Peer;
}
