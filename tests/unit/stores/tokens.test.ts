import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { MEMBER_COLOURS } from '../../../lib/protocol/values.ts';

/** Design tokens as `name → [light, dark]`. */
const css = readFileSync(new URL('../../../components/styles/tokens.css', import.meta.url), 'utf8');
const tokens = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(([, name = '', light, dark]) => [
    name,
    [light ?? '', dark ?? ''],
  ]),
);

/** WCAG 2.2 relative luminance and contrast. */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** What color-mix gives of two colours in sRGB. */
function mixed(front: string, back: string, part: number): string {
  const channel = (colour: string, at: number) => Number.parseInt(colour.slice(at, at + 2), 16);
  const mix = (at: number) => Math.round(channel(front, at) * part + channel(back, at) * (1 - part));
  return `#${[1, 3, 5].map((at) => mix(at).toString(16).padStart(2, '0')).join('')}`;
}

function contrast(front: string, back: string, scheme: 0 | 1): number {
  const [x, y] = [front, back].map((name) => luminance(tokens.get(name)?.[scheme] ?? '#808080')) as [number, number];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

/** Text on what it stands on. */
const TEXT: [string, string][] = [
  ...['ink', 'ink-2', 'ink-3'].flatMap((ink): [string, string][] =>
    ['paper', 'card', 'hover'].map((back) => [ink, back]),
  ),
  ['ink', 'accent-soft'],
  ['ink', 'warn-soft'],
  ['ink', 'danger-soft'],
  ['accent', 'paper'],
  ['accent', 'card'],
  ['accent', 'accent-soft'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-strong'],
  ['warn', 'paper'],
  ['danger', 'paper'],
  ['danger', 'card'],
  ['danger', 'danger-soft'],
  ['on-toast', 'toast'],
  ['toast-action', 'toast'],
  ...MEMBER_COLOURS.map((colour): [string, string] => ['on-member', `member-${colour}`]),
];
/** Borders and bars that carry meaning. */
const SHAPES: [string, string][] = [
  ['line-strong', 'card'],
  ['line-strong', 'paper'],
  ['ink-3', 'paper'],
  ...MEMBER_COLOURS.map((colour): [string, string] => [`member-${colour}`, 'paper']),
];

describe.each([
  ['light', 0],
  ['dark', 1],
] as const)('in %s', (_, scheme) => {
  test.each(TEXT)('%s is readable on %s', (front, back) => {
    expect(tokens.has(front) && tokens.has(back)).toBe(true);
    expect(contrast(front, back, scheme)).toBeGreaterThanOrEqual(4.5);
  });
  test.each(MEMBER_COLOURS.flatMap((colour) => ['ink', 'ink-2'].map((ink) => [ink, colour] as const)))(
    '%s is readable on an event of %s',
    (ink, colour) => {
      const tint = Number(/--member-tint: (\d+)%/.exec(css)?.[1]) / 100;
      const ground = mixed(tokens.get(`member-${colour}`)?.[scheme] ?? '', tokens.get('paper')?.[scheme] ?? '', tint);
      const [x, y] = [luminance(tokens.get(ink)?.[scheme] ?? ''), luminance(ground)];
      expect((Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05)).toBeGreaterThanOrEqual(4.5);
    },
  );
  test.each(SHAPES)('%s can be told from %s', (front, back) => {
    expect(tokens.has(front) && tokens.has(back)).toBe(true);
    expect(contrast(front, back, scheme)).toBeGreaterThanOrEqual(3);
  });
});
