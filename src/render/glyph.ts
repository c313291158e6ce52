import { badgeIcon } from '../ui/icons.ts'

/** Icons as pictures have them: in whole tenths of the 24 units of an icon, which compress well and look the same. */

/** Of an icon's unit. */
export const GLYPH_TENTHS = 10
/** For an icon that no badge has. */
const FALLBACK = '<circle cx="120" cy="120" r="40"/>'

const known = new Map<string, string>()

/** Returns the shapes of a badge's icon, in a box of 240 × 240; made once. */
export function glyphOf(name: string): string {
  const icon = known.has(name) ? undefined : badgeIcon(name)
  if (icon !== undefined) known.set(name, inTenths(icon))
  return known.get(name) ?? FALLBACK
}

/** Returns shapes with tenths, and paths that follow each other as one. */
function inTenths(icon: string): string {
  return icon
    .replaceAll(' />', '/>')
    .replace(/(<path d="[^"]*"\/>)+/g, (paths) => {
      const pen = new Pen()
      for (const [, path = ''] of paths.matchAll(/"([^"]*)"/g)) pen.draw(path)
      return `<path d="${pen.path}"/>`
    })
    .replace(/"([\d.]+)"/g, (_, value) => `"${tenths(Number(value))}"`)
}

function tenths(value: number): number {
  return Math.round(value * GLYPH_TENTHS)
}

type Point = readonly [x: number, y: number]

/** How many numbers a command takes (SVG 2, 9.3). */
const TAKES: Readonly<Record<string, number>> = { m: 2, l: 2, h: 1, v: 1, c: 6, s: 4, q: 4, t: 2, a: 7 }
/** Those of an arc that are no point: radii, rotation, flags. */
const ARC = 5

const NUMBER = String.raw`(-?(?:\d*\.)?\d+)[\s,]*`
/** The flags of an arc may stand together, and before a number (SVG 2, 9.3.9). */
const ARGUMENTS = new RegExp(`${NUMBER}${NUMBER}${NUMBER}([01])[\\s,]*([01])[\\s,]*${NUMBER}${NUMBER}`, 'g')
const NUMBERS = new RegExp(NUMBER, 'g')

/** The numbers of a command. */
function numbersIn(command: string, text: string): number[] {
  const found = [...text.matchAll(command === 'a' ? ARGUMENTS : NUMBERS)]
  return found.flatMap(([, ...numbers]) => numbers.map(Number))
}

/** Writes paths as one, relative. Points are rounded where they are, so that no error grows. */
class Pen {
  path = ''
  /** Where it is in the path that it draws. */
  #at: Point = [0, 0]
  #start: Point = this.#at
  /** Where it is in the path that it writes. Unit: tenths. */
  #written: Point = [0, 0]

  draw(path: string): void {
    this.#at = [0, 0]
    for (const [, letter = '', text = ''] of path.matchAll(/([a-z])([^a-z]*)/gi)) {
      const command = letter.toLowerCase()
      const numbers = numbersIn(command, text)
      const takes = TAKES[command]
      if (takes === undefined) this.#close()
      else
        for (let from = 0; from < numbers.length; from += takes) {
          const name = command === 'm' && from > 0 ? 'l' : command
          this.#write(name, numbers.slice(from, from + takes), letter === command ? this.#at : [0, 0])
        }
    }
  }

  #close(): void {
    this.path += 'z'
    this.#move(this.#start)
  }

  /** `origin`: what the numbers count from. */
  #write(command: string, numbers: readonly number[], [left, top]: Point): void {
    const [x, y] = this.#at
    const [last = 0, before = 0] = [...numbers].reverse()
    const shape =
      command === 'a'
        ? numbers.slice(0, ARC).map((value, at) => (at < 2 ? tenths(10 * value) / 10 : value))
        : []
    const points = command === 'v' ? [] : numbers.slice(shape.length)
    const offsets = points.map((value, at) => {
      const [origin, pen] = at % 2 === 0 ? [left, this.#written[0]] : [top, this.#written[1]]
      return tenths(origin + value) - pen
    })
    if (command === 'v') offsets.push(tenths(top + last) - this.#written[1])
    const written = [...shape, ...offsets].join(' ').replaceAll(' -', '-')
    this.path += (this.path === '' ? 'M' : command) + written
    if (command === 'h') this.#move([left + last, y])
    else if (command === 'v') this.#move([x, top + last])
    else this.#move([left + before, top + last])
    if (command === 'm') this.#start = this.#at
  }

  #move(to: Point): void {
    this.#at = to
    this.#written = [tenths(to[0]), tenths(to[1])]
  }
}
