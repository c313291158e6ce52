/** Reads a Bitstring Status List as its specification says (section 3.2), with nothing of Laurel's code. */

/** Returns the places of a list that are set. @param encodedList the member of that name */
export async function revokedIn(encodedList: string): Promise<{ places: number; revoked: number[] }> {
  const base64 = encodedList.slice(1).replaceAll('-', '+').replaceAll('_', '/')
  if (!encodedList.startsWith('u')) throw new Error('The multibase prefix of base64url is u.')
  const zipped = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
  const unzipped = new Blob([zipped]).stream().pipeThrough(new DecompressionStream('gzip'))
  const bytes = new Uint8Array(await new Response(unzipped).arrayBuffer())
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return { places: bits.length, revoked: [...bits.matchAll(/1/g)].map(({ index }) => index) }
}
