/** Own icons on a 24 px grid, stroked, that a first paint needs; each is the path data of one drawing. Others: more-icons.ts. */
const PATHS = {
  add: 'M12 5v14M5 12h14',
  back: 'M15 6l-6 6 6 6',
  calendar: 'M6 5h12a3 3 0 0 1 3 3v10a3 3 0 0 1-3 3H6a3 3 0 0 1-3-3V8a3 3 0 0 1 3-3zM3 10h18M8 3v4M16 3v4',
  check: 'M5 12.5l4.5 4.5L19 7',
  forward: 'M9 6l6 6-6 6',
  grip: 'M9 6v.1M15 6v.1M9 12v.1M15 12v.1M9 18v.1M15 18v.1',
  list: 'M9 6h11M9 12h11M9 18h11M4.5 6v.1M4.5 12v.1M4.5 18v.1',
  more: 'M5.5 12v.1M12 12v.1M18.5 12v.1',
  panel: 'M6 4h12a3 3 0 0 1 3 3v10a3 3 0 0 1-3 3H6a3 3 0 0 1-3-3V7a3 3 0 0 1 3-3zM15 4v16',
} as const;

/** Name of an icon that every page has, or path data of another. */
export type IconName = keyof typeof PATHS | `M${string}`;

/** A drawing beside a text that says the same, hence hidden from assistive technology. `directed` ones turn with the writing. */
export function Icon({ name, directed = false }: { name: IconName; directed?: boolean }) {
  return (
    <svg class={directed ? 'icon icon-directed' : 'icon'} viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name as keyof typeof PATHS] ?? name} />
    </svg>
  );
}
