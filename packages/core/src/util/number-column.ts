const BITS = 12;
const CHUNK = 2 ** BITS;

/**
 * A list of numbers that grows without being moved. An array is copied whenever it outgrows its place: several of a
 * million entries, which all do so at the same push, stop the event loop for longer than a timer may wait.
 */
export class NumberColumn {
  readonly #chunks: Float64Array[] = [];
  #length = 0;

  push(value: number): void {
    if ((this.#length & (CHUNK - 1)) === 0) this.#chunks.push(new Float64Array(CHUNK));
    this.set(this.#length++, value);
  }

  get(index: number): number {
    return this.#chunks[index >> BITS]![index & (CHUNK - 1)]!;
  }

  set(index: number, value: number): void {
    this.#chunks[index >> BITS]![index & (CHUNK - 1)] = value;
  }
}
