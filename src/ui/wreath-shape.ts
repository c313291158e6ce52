/** The geometry of the laurel: two sprays that rise from a knot at the bottom, within 240 fifths of the centre. */

/** Growth of a wreath: 1 (Copper) to 5 (Olympian, closed). */
export type Growth = 1 | 2 | 3 | 4 | 5

export const GROWTHS: readonly Growth[] = [1, 2, 3, 4, 5]

const RADIUS = 37
const FIRST_DEGREES = 16
const STEP_DEGREES = 19.5
const NODES: Readonly<Record<Growth, number>> = { 1: 3, 2: 4, 3: 5, 4: 6, 5: 8 }
/** Half the width of a stem. */
const STEM = 0.65
/** A leaf is two arcs of a radius between its base at the origin and its tip. */
const LEAF = { tip: [13.4, -1.4], radius: 8.7 } as const

/** Of a unit: steps in which paths are written, too small to be seen at any size that we draw. */
export const FIFTHS = 5
/** Where the closed wreath ends, on any side of its centre. Unit: fifths. */
export const WREATH_REACH = 215

const known = new Map<string, string>()

/**
 * Returns the path of a wreath around the origin in fifths of a unit, to be filled; computed once. It is a single one,
 * so that a gradient spans the whole wreath, and so that no tool can take a stroke of one part for that of another. All
 * of it turns the same way on either side: where leaves and stem overlap, nothing is cut out.
 */
export function wreathPath(growth: Growth): string {
  return sprayPath(growth, 1) + sprayPath(growth, -1)
}

/** Returns the path of one side alone: 1 (right) or -1. The other is its mirror image. */
export function sprayPath(growth: Growth, side: 1 | -1 = 1): string {
  const key = `${growth} ${side}`
  const path = known.get(key) ?? spray(NODES[growth], side)
  known.set(key, path)
  return path
}

/** One side: a stem, and an outer and an inner leaf at each node, smaller towards the tip. `side`: 1 (right) or -1. */
function spray(nodes: number, side: number): string {
  const pen = new Pen(side)
  const tip = FIRST_DEGREES + (nodes - 0.7) * STEP_DEGREES
  pen.move(onCircle(2, RADIUS - STEM))
  pen.arc(RADIUS - STEM, false, onCircle(tip, RADIUS - STEM))
  pen.line(onCircle(tip, RADIUS + STEM))
  pen.arc(RADIUS + STEM, true, onCircle(2, RADIUS + STEM))
  for (let node = 0; node < nodes; node++) {
    const degrees = FIRST_DEGREES + node * STEP_DEGREES
    const size = 1.06 - 0.3 * (node / 8)
    leaf(pen, degrees, 36, size)
    leaf(pen, degrees + 7, -30, size * 0.78)
  }
  leaf(pen, tip - 2, 2, 0.72)
  return pen.path
}

/** One leaf at `degrees` from the bottom, leaning `lean` degrees outwards from the stem. */
function leaf(pen: Pen, degrees: number, lean: number, size: number): void {
  const base = onCircle(degrees, RADIUS)
  const turn = ((lean - degrees) * Math.PI) / 180
  const [x, y] = [LEAF.tip[0] * size, LEAF.tip[1] * size]
  const radius = Math.round(LEAF.radius * size)
  pen.move(base)
  pen.arc(radius, true, [
    base[0] + x * Math.cos(turn) - y * Math.sin(turn),
    base[1] + x * Math.sin(turn) + y * Math.cos(turn),
  ])
  pen.arc(radius, true, base)
}

type Point = readonly [x: number, y: number]

/** A point at `degrees` from the bottom, to the right; from the centre. */
function onCircle(degrees: number, radius: number): Point {
  const angle = (degrees * Math.PI) / 180
  return [radius * Math.sin(angle), radius * Math.cos(angle)]
}

/**
 * Writes a path in whole fifths of a unit, relative: such numbers are the shortest, and compress well. What is filled
 * needs no closing.
 */
class Pen {
  path = ''
  readonly #side: number
  /** Where the pen is. Unit: fifths. */
  #at: Point = [0, 0]

  constructor(side: number) {
    this.#side = side
  }

  move(to: Point): void {
    this.#write('m', [], to)
  }

  line(to: Point): void {
    this.#write('l', [], to)
  }

  arc(radius: number, clockwise: boolean, to: Point): void {
    const rounded = FIFTHS * radius
    this.#write('a', [rounded, rounded, 0, 0, Number(clockwise === this.#side > 0)], to)
  }

  #write(command: string, numbers: readonly number[], to: Point): void {
    const x = this.#side * Math.round(FIFTHS * to[0])
    const y = Math.round(FIFTHS * to[1])
    const written = [...numbers, x - this.#at[0], y - this.#at[1]].join(' ').replaceAll(' -', '-')
    this.path += (this.path === '' ? 'M' : command) + written
    this.#at = [x, y]
  }
}
