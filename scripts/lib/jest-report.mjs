/** The figures that jest leaves behind, for whoever counts them. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE } from './workspace.mjs';

export const JEST_REPORT = join(CACHE, 'jest.json');

/** Tests passed, failed and skipped; a suite that could not run counts as a failed test. Undefined without a report. */
export function readJestReport() {
  if (!existsSync(JEST_REPORT)) return undefined;
  const report = JSON.parse(readFileSync(JEST_REPORT, 'utf8'));
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}
