import { expect, test } from 'vitest';
import { linesOfEach } from '../../../components/print-sheet.tsx';

test('a week on paper: few events are told whole, of many each gets a line, and all of them fit', () => {
  expect(linesOfEach(0)).toBe(8);
  expect(linesOfEach(3)).toBe(8);
  expect(linesOfEach(24)).toBe(1);
  for (let count = 5; count <= 24; count += 1) expect(count * linesOfEach(count)).toBeLessThanOrEqual(36);
});
