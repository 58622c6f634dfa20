const FINE_STEP = 32;
const FINE_LIMIT = 256;

/**
 * The size to which a plaintext of `length` bytes is padded: multiples of 32 up to 256, above that Padmé, which leaves
 * O(log log n) bits of the length to see and never adds more than 12 % (here at most 6.3 %). Short values would show
 * most with Padmé alone: it leaves every length up to 8 as it is. Source: Nikitin et al., "Reducing Metadata Leakage
 * from Encrypted Files and Communication with PURBs", PoPETs 2019(4), §4.
 */
export function sizeClass(length: number): number {
  if (length <= FINE_LIMIT) return Math.max(1, Math.ceil(length / FINE_STEP)) * FINE_STEP;
  const exponent = Math.floor(Math.log2(length));
  const step = 2 ** (exponent - (Math.floor(Math.log2(exponent)) + 1));
  return Math.ceil(length / step) * step;
}
