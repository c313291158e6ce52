/** The geometry of the laurel: two sprays that rise from a knot at the bottom of a 96 × 96 box. */

/** Growth of a wreath: 1 (Copper) to 5 (Olympian, closed). */
export type Growth = 1 | 2 | 3 | 4 | 5

export const GROWTHS: readonly Growth[] = [1, 2, 3, 4, 5]

const CENTRE = 48
const RADIUS = 37
const FIRST_DEGREES = 16
const STEP_DEGREES = 19.5
const NODES: Readonly<Record<Growth, number>> = { 1: 3, 2: 4, 3: 5, 4: 6, 5: 8 }
/** A leaf from its base at the origin along +x: two cubic Bézier curves, given by their points. */
const LEAF: readonly [number, number][] = [
  [2.6, -4.6],
  [8.4, -5.6],
  [13.4, -1.4],
  [9.4, 3.4],
  [3.6, 3.8],
  [0, 0],
] // prettier-ignore

export interface WreathPaths {
  /** Stroked path. */
  stems: string
  /** Filled path. */
  leaves: string
}

const known = new Map<Growth, WreathPaths>()

/**
 * Returns the paths of a wreath, computed once. All leaves form one path, so that a gradient spans the whole wreath.
 */
export function wreathPaths(growth: Growth): WreathPaths {
  const paths = known.get(growth) ?? pathsOf(NODES[growth])
  known.set(growth, paths)
  return paths
}

function pathsOf(nodes: number): WreathPaths {
  const tip = tipDegrees(nodes)
  const stems = [1, -1].map((side) => {
    const [start, end] = [onCircle(2, side), onCircle(tip, side)]
    return `M${start.join(' ')}A${RADIUS} ${RADIUS} 0 0 ${side === 1 ? 0 : 1} ${end.join(' ')}`
  })
  return { stems: stems.join(''), leaves: [...spray(nodes, 1), ...spray(nodes, -1)].join('') }
}

/** One side: an outer and an inner leaf at each node, smaller towards the tip. `side` is 1 (right) or -1. */
function spray(nodes: number, side: number): string[] {
  const pairs = Array.from({ length: nodes }, (_, node) => {
    const degrees = FIRST_DEGREES + node * STEP_DEGREES
    const size = 1.06 - 0.3 * (node / 8)
    return leaf(degrees, 36, size, side) + leaf(degrees + 7, -30, size * 0.78, side)
  })
  return [...pairs, leaf(tipDegrees(nodes) - 2, 2, 0.72, side)]
}

/** One leaf at `degrees` from the bottom, leaning `lean` degrees outwards from the stem. */
function leaf(degrees: number, lean: number, size: number, side: number): string {
  const [baseX, baseY] = onCircle(degrees, side)
  const turn = ((lean - degrees) * Math.PI) / 180
  const points = LEAF.map(([x, y]) => [
    rounded(baseX + side * size * (x * Math.cos(turn) - y * Math.sin(turn))),
    rounded(baseY + size * (x * Math.sin(turn) + y * Math.cos(turn))),
  ])
  return `M${baseX} ${baseY}C${points.flat().join(' ')}Z`
}

function tipDegrees(nodes: number): number {
  return FIRST_DEGREES + (nodes - 0.7) * STEP_DEGREES
}

function onCircle(degrees: number, side: number): [number, number] {
  const angle = (degrees * Math.PI) / 180
  return [rounded(CENTRE + side * RADIUS * Math.sin(angle)), rounded(CENTRE + RADIUS * Math.cos(angle))]
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10
}
