import type { OmniboxSuggestion } from '../ports/ports.ts';

/** The text of a suggestion. Where the browser reads markup, what people and pages wrote is escaped: it can neither style nor break it. */
export function describeSuggestion({ text, detail }: OmniboxSuggestion, isMarkup: boolean): string {
  if (!isMarkup) return plain(`${text} — ${detail}`);
  return `<match>${escapeMarkup(text)}</match> <dim>${escapeMarkup(detail)}</dim>`;
}

function escapeMarkup(text: string): string {
  return plain(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
}

/** Control characters and lone halves of characters are no XML. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\ufffe\uffff]+/gu, ' ').toWellFormed();
}
