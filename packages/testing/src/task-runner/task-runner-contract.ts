import type { TaskRunnerCase } from './helpers.js';
import { attemptCases } from './attempt-cases.js';
import { cancellationCases } from './cancellation-cases.js';
import { concurrencyCases } from './concurrency-cases.js';
import { errorCases } from './error-cases.js';
import { lifecycleCases } from './lifecycle-cases.js';
import { resultCases } from './result-cases.js';

/** Everything that a runner must keep to, as data. Names are stable; `skip` refers to them. */
export const taskRunnerContract: readonly TaskRunnerCase[] = [
  ...resultCases,
  ...errorCases,
  ...attemptCases,
  ...concurrencyCases,
  ...cancellationCases,
  ...lifecycleCases,
];
