import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Register, Sealed } from './decode-register.ts';
import { stableJson } from './stable-json.ts';

/**
 * SHA-256 in hex over all content: opened values by path as they are (those of unknown kinds and newer versions too),
 * and what does not open by its key and bytes. Says nothing about Yjs' own history: two documents that reached the same
 * content differently are equal. A tree of 256 branches, so that after a change only the branches that it touched are
 * hashed again.
 */
export interface ContentHash {
  /** What stands under the key may have changed. Costs nothing until the hash is asked for. */
  touch(key: string): void;
  value(): string;
}

const BRANCHES = 256;
const EMPTY_BRANCH = hashOf('');

/** `contentOf` answers what stands under a key now; undefined: nothing. */
export function createContentHash(contentOf: (key: string) => Register | Sealed | undefined): ContentHash {
  const touched = new Set<string>();
  const leafOfKey = new Map<string, string>();
  const branches = Array.from({ length: BRANCHES }, () => new Set<string>());
  const hashOfBranch = branches.map(() => EMPTY_BRANCH);
  let root: string | null = null;

  function branchOf(leaf: string): number {
    return Number.parseInt(leaf.slice(0, 2), 16);
  }

  return {
    touch(key) {
      touched.add(key);
      root = null;
    },
    value() {
      if (root !== null) return root;
      const stale = new Set<number>();
      for (const key of touched) {
        const before = leafOfKey.get(key);
        const content = contentOf(key);
        const now = content && leafOf(key, content);
        if (before === now) continue;
        if (before !== undefined) {
          branches[branchOf(before)]?.delete(before);
          stale.add(branchOf(before));
          leafOfKey.delete(key);
        }
        if (now !== undefined) {
          branches[branchOf(now)]?.add(now);
          stale.add(branchOf(now));
          leafOfKey.set(key, now);
        }
      }
      touched.clear();
      for (const index of stale) hashOfBranch[index] = hashOf([...(branches[index] ?? [])].sort().join(''));
      root = hashOf(hashOfBranch.join('\n'));
      return root;
    },
  };
}

/** Lengths first: no two contents can run together into the same text. The path or key is in it: no two leaves are equal. */
function leafOf(key: string, content: Register | Sealed): string {
  const [name, value] =
    'path' in content
      ? [`=${content.path}`, stableJson([content.schemaVersion, content.raw])]
      : [`?${key}`, content.bytes ? bytesToHex(content.bytes) : ''];
  return hashOf(`${name.length} ${value.length}\n${name}\n${value}\n`);
}

function hashOf(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}
