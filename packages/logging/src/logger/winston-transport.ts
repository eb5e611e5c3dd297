import type TransportStream from 'winston-transport';

/** A transport for winston 3, of winston's own or another package: `new winston.transports.File({ filename })`. */
export type WinstonTransport = TransportStream;

export function isWinstonTransport(value: unknown): value is WinstonTransport {
  if (typeof value !== 'object' || value === null) return false;
  const { write, on, log, _writableState: state } = value as Record<string, unknown>;
  return (
    [write, on, log].every((member) => typeof member === 'function') &&
    (state as { readonly objectMode?: unknown } | undefined)?.objectMode === true
  );
}

export function nameOf(transport: object): string {
  const { name } = transport as { readonly name?: unknown };
  return typeof name === 'string' && name !== '' ? name : (transport.constructor?.name ?? 'unnamed');
}
