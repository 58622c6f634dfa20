/** Labels made different from each other: the second `Ben` is `Ben (2)`. Buttons are told apart by their names. */
export function uniqueLabels(labels: readonly string[]): string[] {
  const counts = new Map<string, number>();
  return labels.map((label) => {
    const count = (counts.get(label) ?? 0) + 1;
    counts.set(label, count);
    return count === 1 ? label : `${label} (${count})`;
  });
}
