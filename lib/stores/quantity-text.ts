import type { Quantity } from '../protocol/values.ts';

/** Quantities of a row as people write them: `2`, `500 g`; different units side by side. `format` writes a number in the person's locale. */
export function quantityText(quantities: readonly Quantity[], format: (amount: number) => string): string {
  return quantities
    .map(({ amount, unit }) => (unit === undefined ? format(amount) : `${format(amount)} ${unit}`))
    .join(' + ');
}

/**
 * Reads one quantity: a number (point or comma), then an optional unit. Null for an empty text, undefined for one that does not start
 * with a number or is out of range.
 */
export function parseQuantity(text: string): Quantity | null | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  const match = /^(\d+(?:[.,]\d+)?)\s*(?:[x×](?=\s|$))?\s*(\D.*)?$/iu.exec(trimmed);
  if (match?.[1] === undefined) return undefined;
  const amount = Number(match[1].replace(',', '.'));
  const unit = match[2]?.trim() ?? '';
  if (!(amount <= 1_000_000) || unit.length > 40) return undefined;
  return unit === '' ? { amount } : { amount, unit };
}
