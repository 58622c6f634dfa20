import { useEffect, useState } from 'preact/hooks';

/** Whether a media query holds now; paints again when that changes. */
export function useMatches(query: string): boolean {
  const [doesMatch, setMatch] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const list = matchMedia(query);
    const update = () => setMatch(list.matches);
    update();
    list.addEventListener('change', update);
    return () => list.removeEventListener('change', update);
  }, [query]);
  return doesMatch;
}
