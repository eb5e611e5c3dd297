import { LineSink } from './line-sink.js';

/** A terminal that understands what log-update sends: it shows what a person would see. */
export class Terminal extends LineSink {
  override isTTY = true;

  /** The lines on the screen, from the first one ever printed. */
  get screen(): string[] {
    const rows: string[] = [''];
    let row = 0;
    let column = 0;
    for (const [token, up, down] of this.text.matchAll(
      /\u001b\[(\d*)A|\u001b\[(\d*)B|\u001b\[\??[\d;]*[A-Za-z]|[^\u001b]/g,
    )) {
      if (up !== undefined) row -= Number(up || 1);
      else if (down !== undefined) row += Number(down || 1);
      else if (token === '\u001b[2K') rows[row] = '';
      else if (token === '\u001b[K') rows[row] = rows[row]!.slice(0, column);
      else if (token === '\u001b[G') column = 0;
      else if (token === '\n') [row, column] = [row + 1, 0];
      else if (!token.startsWith('\u001b'))
        rows[row] = rows[row]!.slice(0, column) + token + rows[row]!.slice(++column);
      while (rows.length <= row) rows.push('');
    }
    while (rows.at(-1) === '') rows.pop();
    return rows;
  }
}
