/** Compares by code point, as Python does. UTF-16 order differs: surrogates sort below U+E000 to U+FFFF. */
export function byCodePoint(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let at = 0; at < length; at++) {
    const [left, right] = [a.charCodeAt(at), b.charCodeAt(at)]
    if (left !== right) return aboveSurrogates(left) - aboveSurrogates(right)
  }
  return a.length - b.length
}

const aboveSurrogates = (unit: number) => ((unit & 0xf800) === 0xd800 ? unit + 0x10000 : unit)
