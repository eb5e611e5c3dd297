import type { RunStore } from '@millrace/core';
import type { ContractCase } from '../contract/contract.js';
import { appendingCases } from './appending-cases.js';
import { listingCases } from './listing-cases.js';
import { readingCases } from './reading-cases.js';

/** Everything that a store must keep to, as data. Names are stable; `skip` refers to them. */
export const runStoreContract: readonly ContractCase<RunStore>[] = [
  ...readingCases,
  ...appendingCases,
  ...listingCases,
];
