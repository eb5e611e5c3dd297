import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import winston from 'winston';
import TransportStream from 'winston-transport';
import { createLogger, toLogger } from '../../src/index.js';
import { LineSink } from '../support/line-sink.js';
import { record, TASK_RUN } from '../support/records.js';

type Info = Record<string | symbol, unknown>;

/** A transport that keeps what it gets. */
class Collector extends TransportStream {
  readonly infos: Info[] = [];

  override log(info: Info, next: () => void): void {
    this.infos.push(info);
    next();
  }
}

describe('a user’s winston transport', () => {
  it('gets every record with run ids, names and fields, beside the lines on stderr', () => {
    const stream = new LineSink();
    const collector = new Collector();
    const logger = createLogger({ stream, env: {}, transports: [collector] });
    logger.write(record('loaded', { run: TASK_RUN, fields: { rows: 3 } }));
    expect(collector.infos).toMatchObject([
      { level: 'info', message: 'loaded', flowRunName: 'mauve-otter', taskRunId: 'task-id', rows: 3 },
    ]);
    expect(collector.infos[0]![Symbol.for('message')]).toContain("Task run 'transform-7' - loaded");
    expect(stream.lines).toHaveLength(1);
  });

  it('keeps its own format', () => {
    const lines = new PassThrough();
    const format = winston.format.printf(({ level, message }) => `${level}: ${String(message)}`);
    const logger = createLogger({
      stderr: false,
      env: {},
      transports: [new winston.transports.Stream({ stream: lines, format })],
    });
    logger.write(record('hello', { level: 'warn' }));
    expect(String(lines.read())).toBe('warn: hello\n');
  });

  it('goes by its own level, which may ask for more than stderr does', () => {
    const stream = new LineSink();
    const debug = new Collector({ level: 'debug' });
    const error = new Collector({ level: 'error' });
    const logger = createLogger({ stream, env: {}, transports: [debug, error] });
    expect(logger.isEnabled('debug')).toBe(true);
    logger.write(record('detail', { level: 'debug' }));
    logger.write(record('news'));
    expect(debug.infos).toHaveLength(2);
    expect(error.infos).toHaveLength(0);
    expect(stream.lines).toHaveLength(1);
  });

  it('that throws is told of once, and hurts neither caller nor neighbours', async () => {
    const stream = new LineSink();
    const collector = new Collector();
    const throwing = new TransportStream({
      log() {
        throw new Error('disk full');
      },
    });
    const logger = createLogger({ stream, env: {}, transports: [throwing, collector] });
    for (let line = 0; line < 50; line++) logger.write(record(`line ${line}`));
    await logger.flush();
    expect(stream.lines.filter((line) => line.includes('disk full'))).toEqual([
      expect.stringContaining('The log transport TransportStream failed: Error: disk full'),
    ]);
    expect(collector.infos).toHaveLength(51);
  });

  it('that emits an error hurts nobody', async () => {
    const stream = new LineSink();
    const failing = new TransportStream({
      log: (_info: unknown, next: (error?: Error) => void) => next(new Error('down')),
    });
    const logger = createLogger({ stream, env: {}, transports: [failing] });
    logger.write(record('one'));
    await logger.flush();
    logger.write(record('two'));
    expect(stream.lines.filter((line) => /one|two/.test(line))).toHaveLength(2);
  });

  it('that never calls back stops no other, holds a bounded number of lines and lets flush end', async () => {
    const stream = new LineSink();
    const stuck = new TransportStream({ log() {} });
    const logger = createLogger({ stream, env: {}, transports: [stuck] });
    for (let line = 0; line < 12_000; line++) logger.write(record(`line ${line}`));
    await logger.flush();
    expect(stream.lines.length).toBeGreaterThanOrEqual(12_000);
    expect(stuck.writableLength).toBeLessThan(100);
    expect(stream.lines.filter((line) => line.includes('10000 lines wait for it'))).toHaveLength(1);
  });

  it('that writes a file has written all of it when flush resolves', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'millrace-logging-'));
    const filename = join(directory, 'runs.log');
    const file = new winston.transports.File({ filename });
    const logger = createLogger({ stderr: false, env: {}, transports: [file] });
    for (let line = 0; line < 5_000; line++) logger.write(record(`line ${line}`));
    await logger.flush();
    expect(readFileSync(filename, 'utf8').trim().split('\n')).toHaveLength(5_000);
    const closed = new Promise((resolve) => file.once('finish', resolve));
    file.end();
    await closed;
    rmSync(directory, { recursive: true });
  });

  it('is refused by name when it is none', () => {
    expect(() => createLogger({ transports: [{} as TransportStream] })).toThrow(
      /transports must be winston transports/,
    );
  });
});

describe('toLogger', () => {
  it('writes to a winston logger by its own levels, format and transports', async () => {
    const collector = new Collector();
    const logger = toLogger(
      winston.createLogger({ levels: winston.config.syslog.levels, level: 'warning', transports: [collector] }),
    );
    expect([logger.isEnabled('info'), logger.isEnabled('warn')]).toEqual([false, true]);
    logger.write(record('careful', { level: 'warn', run: TASK_RUN }));
    await logger.flush();
    expect(collector.infos).toMatchObject([{ level: 'warning', message: 'careful', taskRunName: 'transform-7' }]);
  });

  it('survives a winston logger whose transport throws', () => {
    const throwing = new TransportStream({
      log() {
        throw new Error('disk full');
      },
    });
    const logger = toLogger(winston.createLogger({ transports: [throwing] }));
    expect(() => logger.write(record('x'))).not.toThrow();
  });

  it('passes records to a logger of the user’s own making, which may throw', async () => {
    const messages: string[] = [];
    const logger = toLogger({
      isEnabled: () => true,
      write({ message }: { message: string }) {
        messages.push(message);
        throw new Error('no');
      },
      flush: () => Promise.resolve(),
    });
    logger.write(record('x'));
    await logger.flush();
    expect(messages).toEqual(['x']);
  });

  it.each([[undefined], ['winston'], [{}], [[{}]], [winston], [console]])('refuses %p', (value) => {
    expect(() => toLogger(value)).toThrow(/logger must be a winston logger, a winston transport/);
  });
});
