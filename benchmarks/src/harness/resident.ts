/** Resident memory of this process in MiB. */
import { resourceUsage } from 'node:process';

export const residentMiB = (): number => process.memoryUsage.rss() / 2 ** 20;

/** The most that was ever resident, as the operating system has counted it: no sampling can miss a peak of it. */
export const peakResidentMiB = (): number => resourceUsage().maxRSS / 2 ** 10;

/** What the heap holds after a full collection, in MiB. */
export function retainedMiB(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 2 ** 20;
}
