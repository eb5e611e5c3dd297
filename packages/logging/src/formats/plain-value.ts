import { types } from 'node:util';

/** What JSON can hold. */
export type PlainValue = string | number | boolean | null | readonly PlainValue[] | PlainObject;
export interface PlainObject {
  readonly [key: string]: PlainValue;
}

/** How much of a value is kept: enough to read, and no more than a line of a log should cost. */
const MOST_DEPTH = 6;
const MOST_ENTRIES = 100;
const MOST_NODES = 1_000;
export const MOST_CHARACTERS = 8_192;

/**
 * A bounded copy of any value that JSON can hold: circular, huge and throwing ones too. Never throws.
 *
 * @example toPlain({ rows: 3n, self }) // { rows: '3n', self: '[Circular]' }
 */
export function toPlain(value: unknown): PlainValue {
  return copy(value, { nodes: MOST_NODES, parents: [] });
}

/** The start of a text, with a note of how much is left out. */
export function shorten(text: string, most = MOST_CHARACTERS): string {
  return text.length <= most ? text : `${text.slice(0, most)}… (${text.length - most} more characters)`;
}

interface Walk {
  /** How many more values may be copied. */
  nodes: number;
  /** The containers that the walk is in, to recognise a circle. */
  readonly parents: object[];
}

function copy(value: unknown, walk: Walk): PlainValue {
  if (walk.nodes-- <= 0) return '[…]';
  switch (typeof value) {
    case 'string':
      return shorten(value);
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'boolean':
      return value;
    case 'bigint':
      return shorten(`${value}n`);
    case 'undefined':
      return '[undefined]';
    case 'symbol':
      return String(value);
    case 'function':
      return '[Function]';
    case 'object':
      return value === null ? null : copyObject(value, walk);
  }
}

function copyObject(value: object, walk: Walk): PlainValue {
  if (walk.parents.includes(value)) return '[Circular]';
  if (walk.parents.length >= MOST_DEPTH) return Array.isArray(value) ? '[Array]' : '[Object]';
  walk.parents.push(value);
  try {
    return copyKind(value, walk);
  } catch (error) {
    // A proxy that refuses to be looked at.
    return `[Unreadable: ${reason(error)}]`;
  } finally {
    walk.parents.pop();
  }
}

function copyKind(value: object, walk: Walk): PlainValue {
  // A proxy may answer every question differently or not at all; only plain reading is tried.
  if (types.isProxy(value)) return copyProperties(value, walk);
  if (isErrorLike(value)) return copyError(value, walk);
  if (Array.isArray(value)) return copyList(value, value.length, walk);
  if (types.isDate(value)) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (types.isRegExp(value)) return shorten(String(value));
  if (types.isSet(value)) return copyList(value, value.size, walk);
  if (types.isMap(value)) return copyList(value, value.size, walk);
  if (ArrayBuffer.isView(value))
    return `[${Object.prototype.toString.call(value).slice(8, -1)}(${value.byteLength} bytes)]`;
  if (types.isAnyArrayBuffer(value)) return `[ArrayBuffer(${value.byteLength} bytes)]`;
  if (types.isPromise(value)) return '[Promise]';
  return copyProperties(value, walk);
}

function copyList(values: Iterable<unknown>, length: number, walk: Walk): PlainValue[] {
  const list: PlainValue[] = [];
  for (const value of values) {
    if (list.length >= MOST_ENTRIES || walk.nodes <= 0) break;
    list.push(copy(value, walk));
  }
  if (length > list.length) list.push(`[… ${length - list.length} more]`);
  return list;
}

function copyProperties(value: object, walk: Walk): PlainObject {
  const result: Record<string, PlainValue> = Object.create(null) as Record<string, PlainValue>;
  let count = 0;
  const keys = Object.keys(value);
  for (const key of keys) {
    if (count >= MOST_ENTRIES || walk.nodes <= 0) {
      result['…'] = `[… ${keys.length - count} more]`;
      break;
    }
    count++;
    result[shorten(key, 200)] = copyProperty(value, key, walk);
  }
  return { ...result };
}

function copyProperty(owner: object, key: string, walk: Walk): PlainValue {
  try {
    return copy((owner as Record<string, unknown>)[key], walk);
  } catch (error) {
    return `[Thrown: ${reason(error)}]`;
  }
}

/** An error's name, message and stack are not its own enumerable properties, so they are named here. */
function copyError(error: object, walk: Walk): PlainObject {
  const named: Record<string, PlainValue> = {};
  for (const key of ['name', 'message', 'stack']) named[key] = copyProperty(error, key, walk);
  for (const key of ['cause', 'errors']) if (Object.hasOwn(error, key)) named[key] = copyProperty(error, key, walk);
  return { ...named, ...copyProperties(error, walk) };
}

/** An Error of this realm or another: test runners and threads have their own `Error`. */
export function isErrorLike(value: unknown): value is Error {
  return types.isNativeError(value) || (value instanceof Error && !types.isProxy(value));
}

function reason(error: unknown): string {
  try {
    return shorten(isErrorLike(error) ? String(error.message) : String(error), 200);
  } catch {
    // An error whose own message throws: there is nothing left to ask.
    return 'unknown error';
  }
}
