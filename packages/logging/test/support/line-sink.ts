import { Writable } from 'node:stream';

/** A stream in the place of stderr that keeps what it is given. */
export class LineSink extends Writable {
  text = '';
  isTTY = false;
  columns = 100;
  rows = 24;

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }

  get lines(): string[] {
    return this.text.split('\n').slice(0, -1);
  }
}
