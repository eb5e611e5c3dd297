import * as millrace from '../../src/index.js';
import { MillraceError } from '../../src/index.js';
import { startFixture } from '../support/child.js';

describe('errors (S66)', () => {
  it.each<[string, string, () => unknown]>([
    ['NotATaskError', 'NOT_A_TASK', () => new millrace.NotATaskError('Etl', 'run')],
    ['UpstreamTaskError', 'UPSTREAM_TASK', () => new millrace.UpstreamTaskError('run-1', new Error('cause'))],
    ['MappingLengthMismatch', 'MAPPING_LENGTH_MISMATCH', () => new millrace.MappingLengthMismatch('run', ['1', '2'])],
    ['MappingMissingIterable', 'MAPPING_MISSING_ITERABLE', () => new millrace.MappingMissingIterable('run', [])],
    ['TaskTimeoutError', 'TASK_TIMEOUT', () => new millrace.TaskTimeoutError(50)],
    ['FlowTimeoutError', 'FLOW_TIMEOUT', () => new millrace.FlowTimeoutError(50)],
    ['TimeoutError', 'TIMEOUT', () => new millrace.TimeoutError('too late')],
    ['CancelledError', 'CANCELLED', () => new millrace.CancelledError('cancelled')],
    ['ParameterValidationError', 'PARAMETER_VALIDATION', () => new millrace.ParameterValidationError('etl', [])],
  ])('%s has the code %s', (name, code, make) => {
    const error = make();
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name, code });
    expect(MillraceError.is(error)).toBe(true);
    expect((error as MillraceError).docs).toContain(`${code}.md`);
  });

  it('of others are not ours', () => {
    expect(MillraceError.is(new Error('other'))).toBe(false);
    expect(MillraceError.is(undefined)).toBe(false);
    expect(MillraceError.is({ code: 'TIMEOUT' })).toBe(false);
  });

  it('keep the issues of a validation', () => {
    const issues = [{ message: 'must be positive', path: ['n'] }];
    expect(new millrace.ParameterValidationError('etl', issues).issues).toEqual(issues);
  });
});

describe('after many runs (S78)', () => {
  it('no listener, timer or warning is left and the process ends by itself', async () => {
    const result = await startFixture('leaves-nothing.ts').ended;
    expect(result.lines).toEqual(['done']);
    expect(result.stderr).toBe('');
    expect(result.code).toBe(0);
  }, 60_000);
});
