import { randomBytes } from 'node:crypto';

/**
 * Run ids are UUIDv7 (RFC 9562): they sort by creation time, which databases load faster than random ones.
 *
 * A random UUID for every run would cost more than running it (2.5 µs), so a run keeps a number and its id is spelled
 * out only when somebody asks. The 74 free bits hold a 42-bit sequence, which starts at a random place and counts the
 * runs of this process, and 32 bits that are random for each process.
 */
const SEQUENCE_BITS_IN_LOW_PART = 30;
const PROCESS_BITS = randomBytes(4).toString('hex');

let sequence = Math.floor(Math.random() * 2 ** 40);

/** The next number of the process-wide sequence. */
export function nextSequence(): number {
  return sequence++;
}

/** The first two groups of an id, kept since many runs are made within one millisecond. */
let clock = { time: -1, text: '' };

function clockText(time: number): string {
  const milliseconds = Math.floor(time);
  if (clock.time !== milliseconds) {
    const digits = milliseconds.toString(16).padStart(12, '0');
    clock = { time: milliseconds, text: `${digits.slice(0, 8)}-${digits.slice(8)}` };
  }
  return clock.text;
}

/** The id of what was created at `time` (milliseconds since the epoch) with the number `sequence`. */
export function formatId(time: number, sequenceNumber: number): string {
  const high = Math.floor(sequenceNumber / 2 ** SEQUENCE_BITS_IN_LOW_PART) & 0xfff;
  const low = sequenceNumber % 2 ** SEQUENCE_BITS_IN_LOW_PART;
  // In groups of 16 bits, since larger numbers take four times as long to spell. The version (7) and the two variant
  // bits (10) keep the leading zeros of theirs; the last group gets a bit for it that is cut off again.
  const versionAndHigh = (0x7000 | high).toString(16);
  const variantAndMiddle = (0x8000 | (low >>> 16)).toString(16);
  const last = (0x10000 | (low & 0xffff)).toString(16).slice(1);
  return `${clockText(time)}-${versionAndHigh}-${variantAndMiddle}-${last}${PROCESS_BITS}`;
}

/** A new id, for things that are few. */
export function createId(time: number): string {
  return formatId(time, nextSequence());
}
