import { createLogger, type LoggerOptions } from '../../src/index.js';
import { LineSink } from '../support/line-sink.js';
import { record, TASK_RUN } from '../support/records.js';

function open(options: LoggerOptions = {}) {
  const stream = new LineSink();
  return { stream, logger: createLogger({ stream, env: {}, ...options }) };
}

describe('the logger', () => {
  it('writes a line at once, in order', () => {
    const { stream, logger } = open();
    logger.write(record('one', { run: TASK_RUN }));
    logger.write(record('two'));
    expect(stream.lines).toEqual([
      "12:34:56.789 | INFO    | Task run 'transform-7' - one",
      '12:34:56.789 | INFO    | millrace - two',
    ]);
  });

  it.each([
    ['debug', ['debug', 'info', 'warn', 'error']],
    ['INFO', ['info', 'warn', 'error']],
    ['warning', ['warn', 'error']],
    ['warn', ['warn', 'error']],
    ['error', ['error']],
    ['silent', []],
  ])('with MILLRACE_LOG_LEVEL=%s writes %j', (level, expected) => {
    const { stream, logger } = open({ env: { MILLRACE_LOG_LEVEL: level, MILLRACE_LOG_FORMAT: 'json' } });
    const levels = ['debug', 'info', 'warn', 'error'] as const;
    for (const one of levels) logger.write(record('x', { level: one }));
    expect(stream.lines.map((line) => (JSON.parse(line) as { level: string }).level)).toEqual(expected);
    expect(levels.filter((one) => logger.isEnabled(one))).toEqual(expected);
  });

  it.each([
    [
      { MILLRACE_LOG_LEVEL: 'loud' },
      /MILLRACE_LOG_LEVEL must be 'debug', 'info', 'warning', 'error' or 'silent', got "loud"/,
    ],
    [{ MILLRACE_LOG_LEVEL: 'constructor' }, /MILLRACE_LOG_LEVEL/],
    [{ MILLRACE_LOG_FORMAT: 'yaml' }, /MILLRACE_LOG_FORMAT must be 'text' or 'json', got "yaml"/],
  ])('refuses %j', (env, message) => {
    expect(() => open({ env })).toThrow(message);
  });

  it.each<[boolean, Record<string, string>, boolean]>([
    [true, {}, true],
    [false, {}, false],
    [true, { NO_COLOR: '1' }, false],
    [false, { FORCE_COLOR: '1' }, true],
    [true, { FORCE_COLOR: '0' }, false],
    [true, { TERM: 'dumb' }, false],
  ])('on a terminal: %j, with %j, colours: %j', (isTTY, env, coloured) => {
    const stream = Object.assign(new LineSink(), { isTTY });
    createLogger({ stream, env }).write(record('x'));
    expect(stream.text.includes('\u001b[')).toBe(coloured);
  });

  it('never throws, whatever the record holds', () => {
    const { stream, logger } = open();
    const hostile = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error('no');
        },
      },
    );
    logger.write(record('hostile', { fields: hostile }));
    logger.write({ ...record(''), message: Object.create(null) as string });
    logger.write(record('after'));
    expect(stream.lines.at(-1)).toContain('after');
  });

  it('cuts a message that is too long', () => {
    const { stream, logger } = open();
    logger.write(record('x'.repeat(10_000_000)));
    expect(stream.text.length).toBeLessThan(70_000);
  });

  it('goes on when its stream is closed, and flushes all the same', async () => {
    const { stream, logger } = open();
    stream.destroy(new Error('EPIPE'));
    logger.write(record('lost'));
    await logger.flush();
    expect(stream.text).toBe('');
  });

  it('flushes when the stream has taken every line', async () => {
    const written: string[] = [];
    const stream = new LineSink();
    stream._write = (chunk: Buffer, _encoding, done) => {
      setImmediate(() => {
        written.push(chunk.toString());
        done();
      });
    };
    const logger = createLogger({ stream, env: {} });
    for (let line = 0; line < 20; line++) logger.write(record(`line ${line}`));
    await logger.flush();
    expect(written.join('').trim().split('\n')).toHaveLength(20);
  });
});
