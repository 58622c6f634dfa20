/** A thing that a page describes: values by name, unchecked. */
export type Thing = Readonly<Record<string, unknown>>;

/** How much of a page's data is looked at: no page that describes one recipe or event needs nearly as much. */
const MAX_NODES = 20_000;
const MAX_DEPTH = 30;

/**
 * Every thing in JSON-LD texts and plain data whose type passes, in the order of the page. Bounded: what lies deeper or further is not
 * found. Texts that are no JSON are passed over.
 */
export function findThings(
  texts: readonly string[],
  data: readonly unknown[],
  isWanted: (type: string) => boolean,
): Thing[] {
  const found: Thing[] = [];
  const stack: { value: unknown; depth: number }[] = [];
  const push = (values: readonly unknown[], depth: number) => {
    // The stack gives back the last first.
    for (let i = Math.min(values.length, MAX_NODES) - 1; i >= 0; i--) stack.push({ value: values[i], depth });
  };
  push([...texts.map(parse), ...data], 0);
  for (let count = 0; count < MAX_NODES; count++) {
    const next = stack.pop();
    if (next === undefined) break;
    const { value, depth } = next;
    if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) continue;
    if (Array.isArray(value)) {
      push(value, depth + 1);
      continue;
    }
    const thing = value as Thing;
    if (typesOf(thing).some(isWanted)) found.push(thing);
    push(Object.values(thing), depth + 1);
  }
  return found;
}

/** `Recipe`, whether the page writes it so, with a prefix (`schema:Recipe`) or as an address that ends with it. */
function typesOf(thing: Thing): string[] {
  const types = Array.isArray(thing['@type']) ? thing['@type'].slice(0, 10) : [thing['@type']];
  return types.flatMap((type) => (typeof type === 'string' ? [type.slice(0, 200).replace(/^.*[/:#]/, '')] : []));
}

function parse(text: string): unknown {
  // Some sites wrap their data in comments, end it with a semicolon, or leave line breaks in its texts.
  const plain = text.trim().replace(/^<!--|-->$|;$/g, '');
  for (const attempt of [plain, plain.replace(/\p{Cc}+/gu, ' ')]) {
    try {
      return JSON.parse(attempt);
    } catch {
      // As the next attempt, or not at all.
    }
  }
  return null;
}
