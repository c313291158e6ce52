import sharp from 'sharp'

/** Returns a picture without its text, which each renderer writes in fonts of its own. */
export function withoutText(svg: string): string {
  return svg.replace(/<text\b.*?<\/text>/gs, '')
}

/** How far a channel may be off, of 255: edges are smoothed otherwise by each renderer. */
const SMOOTHED = 64

/** Returns which share of the pixels two pictures, SVG as librsvg draws it or PNG, do not have in common. */
export async function shareDiffering(one: string | Uint8Array, other: string | Uint8Array): Promise<number> {
  const [a, b] = await Promise.all([pixelsOf(one), pixelsOf(other)])
  if (a.length !== b.length) return 1
  let differing = 0
  for (let at = 0; at < a.length; at += 3) {
    const off = [0, 1, 2].some(
      (channel) => Math.abs((a[at + channel] ?? 0) - (b[at + channel] ?? 0)) > SMOOTHED,
    )
    if (off) differing++
  }
  return differing / (a.length / 3)
}

/** Red, green and blue of each pixel, on white. */
function pixelsOf(picture: string | Uint8Array): Promise<Buffer> {
  return sharp(Buffer.from(picture)).flatten({ background: '#ffffff' }).toColourspace('srgb').raw().toBuffer()
}
