/**
 * A rule with parts replaced, added at its end, or (undefined) taken out. What else it says stays as it is written.
 */
export function withRuleParts(rule: string, parts: Readonly<Record<string, string | undefined>>): string {
  const left = { ...parts };
  const texts: string[] = [];
  for (const text of rule.split(';')) {
    const name = (text.split('=')[0] ?? '').trim().toUpperCase();
    if (!Object.hasOwn(parts, name)) {
      if (text.trim() !== '') texts.push(text);
    } else if (left[name] !== undefined) {
      texts.push(`${name}=${left[name]}`);
      left[name] = undefined;
    }
  }
  for (const [name, value] of Object.entries(left)) if (value !== undefined) texts.push(`${name}=${value}`);
  return texts.join(';');
}

/** Whether two rules say the same, in whatever order and case they say it. */
export function isSameRule(a: string | undefined, b: string | undefined): boolean {
  return partsOf(a) === partsOf(b);
}

function partsOf(rule: string | undefined): string {
  const parts = (rule ?? '').toUpperCase().split(';');
  return parts
    .map((part) => part.replace(/\s+/g, ''))
    .filter((part) => part !== '' && part !== 'INTERVAL=1')
    .sort()
    .join(';');
}
