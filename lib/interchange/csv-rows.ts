/**
 * The rows of a table separated by commas or semicolons, with quoted cells as in RFC 4180; blank rows are left out. At most `limit` rows. A
 * quote that nobody closes ends with the text.
 */
export function csvRows(text: string, limit: number): string[][] {
  const source = text.replace(/^\ufeff/, '');
  const head = source.slice(0, source.search(/[\r\n]|$/));
  const separator = head.split(';').length > head.split(',').length ? ';' : ',';
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let isQuoted = false;

  const endRow = () => {
    row.push(cell);
    if (row.some((each) => each.trim() !== '')) rows.push(row);
    row = [];
    cell = '';
  };
  for (let index = 0; index < source.length && rows.length < limit; index += 1) {
    const character = source[index];
    if (isQuoted) {
      if (character !== '"') cell += character;
      else if (source[index + 1] === '"') {
        cell += '"';
        index += 1;
      } else isQuoted = false;
    } else if (character === '"' && cell === '') isQuoted = true;
    else if (character === separator) {
      row.push(cell);
      cell = '';
    } else if (character === '\n') endRow();
    else if (character !== '\r') cell += character;
  }
  if (rows.length < limit) endRow();
  return rows;
}
