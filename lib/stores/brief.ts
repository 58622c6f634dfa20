/** Long titles are named by their beginning. */
export function brief(title: string): string {
  return title.length > 60 ? `${title.slice(0, 60).trimEnd()}…` : title;
}
