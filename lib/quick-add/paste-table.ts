import { foldWord } from './fold.ts';

/** What a row of a pasted table says, cells trimmed; absent where the table has no such column or the cell is empty. */
export interface TableRow {
  readonly title: string;
  readonly quantity?: string;
  readonly unit?: string;
  readonly note?: string;
  readonly section?: string;
  readonly done?: string;
}

type Column = keyof TableRow;

/** Column headings in our five languages, folded. */
const HEADINGS: Readonly<Record<Column, string>> = {
  title:
    'item items name product article entry task title content what articulo producto nombre tarea titulo que elemento artikel produkt bezeichnung aufgabe titel was produit nom tache titre quoi produto nome tarefa ingredient ingrediente zutat',
  quantity:
    'quantity qty amount count number cantidad cant numero menge anzahl quantite qte nombre quantidade qtd qtde',
  unit: 'unit units uom unidad unidades medida einheit einheiten mass unite unites unidade',
  note: 'note notes comment comments description nota notas comentario descripcion notiz notizen bemerkung kommentar remarque commentaire observacao observacoes descricao',
  section:
    'category section aisle department categoria seccion pasillo kategorie abteilung categorie rayon secao corredor',
  done: 'done checked completed bought purchased hecho comprado completado erledigt gekauft fait achete feito concluido',
};

const COLUMN_OF = new Map(
  Object.entries(HEADINGS).flatMap(([column, words]) =>
    words.split(' ').map((word) => [word, column as Column] as const),
  ),
);
/** `nombre` heads names in Spanish and amounts in French. */
const AMBIGUOUS = 'nombre';

/**
 * The rows of a table with a heading row, separated by commas, semicolons, tabs or (as in Markdown) pipes, with quoted cells as in RFC 4180;
 * undefined if the text is no such table.
 */
export function readTable(text: string): TableRow[] | undefined {
  const [firstLine = ''] = text.trimStart().split('\n', 1);
  const delimiter = ['\t', ';', ',', '|'].find((sign) => columnsOf(splitRow(firstLine, sign)) !== undefined);
  if (!delimiter) return undefined;
  const [heading = [], ...rows] = splitCells(text.trimStart(), delimiter);
  const columns = columnsOf(heading) ?? [];
  return rows.flatMap((cells) => {
    const row: Partial<Record<Column, string>> = {};
    for (const [index, column] of columns.entries()) {
      const cell = cells[index]?.trim();
      if (column && cell && row[column] === undefined) row[column] = cell;
    }
    const { title } = row;
    return title === undefined || /^:?-+:?$/.test(title) ? [] : [{ ...row, title }];
  });
}

/** Names with amounts behind a comma or semicolon, without headings (`milk;2`); undefined if one line is anything else. */
export function readPairs(text: string): TableRow[] | undefined {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length < 2 || lines.length > MAX_PAIRS) return undefined;
  const rows: TableRow[] = [];
  for (const line of lines) {
    const [, quoted, bare, amount] = PAIR.exec(line.trim()) ?? [];
    const title = (quoted ?? bare)?.trim();
    if (!title || amount === undefined) return undefined;
    rows.push({ title, quantity: amount.trim() });
  }
  return rows;
}

const MAX_PAIRS = 2_000;
const PAIR = /^(?:"(\p{L}[^"]{0,100})"|(\p{L}[^",;]{0,100}))[,;]\s?"?(\d{1,5}(?:\.\d{1,3})?(?: ?\p{L}{1,10})?)"?$/u;

function splitRow(line: string, delimiter: string): string[] {
  return splitCells(line.slice(0, 1_000), delimiter)[0] ?? [];
}

/** What each column holds, if these cells are headings: one for the title, and every other known or at least one. */
function columnsOf(cells: readonly string[]): (Column | undefined)[] | undefined {
  const words = cells.map((cell) => foldWord(cell));
  const columns = words.map((word) => COLUMN_OF.get(word));
  const nombre = words.indexOf(AMBIGUOUS);
  if (nombre >= 0)
    columns[nombre] = columns.some((column, index) => column === 'title' && index !== nombre) ? 'quantity' : 'title';
  const known = columns.filter((column) => column !== undefined);
  return columns.includes('title') && known.length >= 2 ? columns : undefined;
}

/** Cells of each row; quotes may hold delimiters, doubled quotes and line ends. One pass. */
function splitCells(text: string, delimiter: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let isQuoted = false;
  let isBlank = true;
  const endRow = () => {
    row.push(cell);
    cell = '';
    isBlank = true;
    // Markdown puts pipes around a row as well.
    if (delimiter === '|' && row[0]?.trim() === '') row.shift();
    if (row.some((each) => each.trim() !== '')) rows.push(row);
    row = [];
  };
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (isQuoted) {
      if (char !== '"') cell += char;
      else if (text.charAt(at + 1) === '"') cell += text.charAt(++at);
      else isQuoted = false;
    } else if (char === '"' && isBlank) {
      isQuoted = true;
      isBlank = false;
      cell = '';
    } else if (char === delimiter) {
      row.push(cell);
      cell = '';
      isBlank = true;
    } else if (char === '\n') {
      endRow();
    } else {
      cell += char;
      // Not by looking at the cell again: that would take time in the square of its length.
      isBlank &&= char.trim() === '';
    }
  }
  endRow();
  return rows;
}
