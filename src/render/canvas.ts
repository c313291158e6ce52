import type { Attributes } from './markup.ts'
import { element, number, textElement } from './markup.ts'
import { colourOf, type Looks, type Palette, palettesOf, type Role } from './palette.ts'
import { type Face, fitted, textWidth } from './text-width.ts'
import { xmlText } from './xml.ts'

/** Draws one picture: resolves colours, and collects the definitions and styles that the picture refers to. */

export interface Fonts {
  sans: string
  serif: string
}

/**
 * Fonts of the reader's system: a picture in a page must not load anything. CairoSVG takes the first family alone, so
 * that one must be of a kind that fontconfig knows; Batik refuses names that begin with a hyphen.
 */
const SYSTEM_FONTS: Fonts = {
  sans: 'system-ui,sans-serif',
  serif: 'Palatino Linotype,Iowan Old Style,Palatino,URW Palladio L,Georgia,serif',
}

const RADIUS = 14

export interface CanvasOptions {
  looks: Looks
  /** Distinguishes this picture from others in the same page. */
  key: string
  animated?: boolean
  fonts?: Fonts
  /** Replaces characters that cannot be drawn. */
  spelled?: (text: string) => string
}

export interface TextPlace {
  x: number
  y: number
  size: number
  face?: Face
  role?: Role
  anchor?: 'start' | 'middle' | 'end'
  /** Longer texts end in an ellipsis. Unit: CSS pixels. */
  maxWidth?: number
  spacing?: number
}

export interface DocumentParts {
  width: number
  height: number
  title: string
  description: string
  body: string
}

/** Entrances. */
const MOTIONS = [
  { name: 'rise', time: '.5s', from: 'opacity:0;transform:translateY(4px)' },
  /** From the left edge of what it is placed in. */
  { name: 'grow', time: '.8s', from: 'transform:scaleX(0)' },
] as const

export type Paints = Partial<Record<'fill' | 'stroke', Role>>

export class Canvas {
  /** Prefix of every id and class of the picture. */
  readonly id: string
  readonly palette: Palette
  readonly animated: boolean
  readonly #dark: Palette | null
  readonly #looks: Looks
  readonly #fonts: Fonts
  readonly #spelled: (text: string) => string
  /** What classes declare for readers who prefer dark. */
  readonly #roles = new Set<string>()
  readonly #paints = new Map<string, Attributes>()
  readonly #names = new Map<string, string>()
  readonly #definitions = new Map<string, string>()
  readonly #classes = new Set<string>()
  #linked = false

  constructor({ looks, key, animated = false, fonts = SYSTEM_FONTS, spelled }: CanvasOptions) {
    const { base, dark } = palettesOf(looks)
    this.id = `l${hash(key + JSON.stringify([base, dark, looks.hide_border, looks.border_radius]))}`
    this.palette = base
    this.#dark = dark
    this.#looks = looks
    this.animated = animated
    this.#fonts = fonts
    this.#spelled = spelled ?? ((text) => text)
  }

  /** Returns attributes that paint with the colours of roles, in the scheme that the reader prefers. */
  paint({ fill, stroke }: Paints, extra = ''): Attributes {
    const key = `${fill} ${stroke} ${extra}`
    let attributes = this.#paints.get(key)
    if (!attributes) {
      const classes = [extra, fill && this.#follow('fill', fill), stroke && this.#follow('stroke', stroke)]
      attributes = {
        fill: fill && colourOf(fill, this.palette),
        stroke: stroke && colourOf(stroke, this.palette),
        class: classes.filter(Boolean).join(' '),
      }
      this.#paints.set(key, attributes)
    }
    return attributes
  }

  /** Returns the class that has the colour of a role where the reader prefers dark; '' if there is no other colour. */
  #follow(property: keyof Paints, role: Role): string {
    if (this.#dark === null || colourOf(role, this.#dark) === colourOf(role, this.palette)) return ''
    const declaration = `${property}:${colourOf(role, this.#dark)}`
    this.#roles.add(declaration)
    return this.name(declaration)
  }

  /** Returns the id, or class, of what is called `name`: as short as can be. */
  name(name: string): string {
    let id = this.#names.get(name)
    if (id === undefined) {
      id = this.id + this.#names.size.toString(36)
      this.#names.set(name, id)
    }
    return id
  }

  /** Returns a reference to something that is defined once. `make` gets its id. */
  define(name: string, make: (id: string) => string): string {
    const id = this.name(name)
    if (!this.#definitions.has(id)) this.#definitions.set(id, make(id))
    return id
  }

  /** Returns a copy of something that is defined. */
  use(id: string, attributes: Attributes): string {
    return this.refer('use', id, attributes)
  }

  /**
   * Returns an element that refers to one by its id. By `xlink:href` (SVG 1.1) alone: every program knows it, and
   * Inkscape 1.2 and Batik nothing else.
   */
  refer(name: string, id: string, attributes: Attributes): string {
    this.#linked = true
    return element(name, { 'xlink:href': `#${id}`, ...attributes })
  }

  text(content: string, place: TextPlace): string {
    return this.#line('', content, place)
  }

  /**
   * Returns a line that begins with bold words in a colour of their own. The space after them belongs to the rest:
   * librsvg drops one at the edge of a `<tspan>`.
   */
  led(lead: { content: string; role: Role }, rest: string, place: TextPlace): string {
    const { size, maxWidth = Number.POSITIVE_INFINITY } = place
    const text = fitted(this.#spelled(lead.content), 'bold', size, maxWidth)
    return this.#line(textElement('tspan', this.#written('bold', lead.role), text), rest, {
      ...place,
      maxWidth: Math.max(0, maxWidth - textWidth(text, 'bold', size)),
    })
  }

  #line(start: string, content: string, place: TextPlace): string {
    const { x, y, size, face = 'regular', role = 'text', anchor, maxWidth, spacing } = place
    const text = this.#spelled(content)
    return element(
      'text',
      {
        'font-size': size,
        'text-anchor': anchor === 'start' ? undefined : anchor,
        'letter-spacing': spacing,
        ...this.#written(face, role),
        // Last: what several texts share then stands together, and compresses better.
        ...{ x: number(x, 1), y: number(y, 1) },
      },
      start + xmlText(maxWidth === undefined ? text : fitted(text, face, size, maxWidth)),
    )
  }

  #written(face: Face, role: Role): Attributes {
    const weight = { regular: undefined, bold: 600, serif: 700, mono: undefined, 'mono-bold': 700 }[face]
    return {
      'font-weight': weight,
      ...this.paint({ fill: role }, face === 'serif' ? this.#class('serif') : ''),
    }
  }

  /** Returns a class that animates an entrance, unless the reader prefers reduced motion. `delay`: seconds. */
  motion(kind: (typeof MOTIONS)[number]['name'], delay: number): Attributes {
    if (!this.animated) return {}
    return { class: this.#class(kind), ...(delay > 0 && { style: `animation-delay:${number(delay)}s` }) }
  }

  /** Returns the shape of the picture, inside its border. */
  frame(width: number, height: number): { x: number; y: number; width: number; height: number; rx: number } {
    const { hide_border: bare, border_radius: rx = RADIUS } = this.#looks
    const inset = bare ? 0 : 0.5
    return { x: inset, y: inset, rx, width: width - 2 * inset, height: height - 2 * inset }
  }

  /** Returns the ground with its border. */
  ground(width: number, height: number): string {
    const paints: Paints = this.#looks.hide_border ? { fill: 'ground' } : { fill: 'ground', stroke: 'border' }
    return element('rect', { ...this.frame(width, height), ...this.paint(paints) })
  }

  /** Returns the whole picture (SVG 2), with a name and a description for screen readers. */
  document({ width, height, title, description, body }: DocumentParts): string {
    const named = this.name('title')
    const described = this.name('desc')
    const style = this.#style()
    return element(
      'svg',
      {
        xmlns: 'http://www.w3.org/2000/svg',
        'xmlns:xlink': this.#linked ? 'http://www.w3.org/1999/xlink' : undefined,
        width,
        height,
        viewBox: `0 0 ${number(width)} ${number(height)}`,
        role: 'img',
        'aria-labelledby': `${named} ${described}`,
        'font-family': this.#fonts.sans,
      },
      textElement('title', { id: named }, title) +
        textElement('desc', { id: described }, description) +
        (style === '' ? '' : `<style>${style}</style>`) +
        (this.#definitions.size === 0 ? '' : `<defs>${this.#defined()}</defs>`) +
        body,
    )
  }

  /** Shapes come before gradients: what gradients and the rest have in common is then closer, and compresses better. */
  #defined(): string {
    const all = [...this.#definitions.values()]
    const isShape = (markup: string) => markup.startsWith('<g')
    return [...all.filter(isShape), ...all.filter((markup) => !isShape(markup))].join('')
  }

  #class(name: string): string {
    this.#classes.add(name)
    return this.name(name)
  }

  /** Our own CSS: it contains nothing of the view. */
  #style(): string {
    const has = (name: string) => this.#classes.has(name)
    const serif = has('serif')
      ? `.${this.name('serif')}{font-family:${this.#fonts.serif};font-variant-numeric:lining-nums}`
      : ''
    const roles = [...this.#roles].map((declaration) => `.${this.name(declaration)}{${declaration}}`)
    const moving = MOTIONS.filter(({ name }) => has(name)).map((motion) => ({
      ...motion,
      id: this.name(motion.name),
    }))
    const rules = moving.map(({ id, time }) => `.${id}{animation:${id} ${time} ease-out both}`)
    // Frames stand outside: svgo 4.1 fails on those inside @media.
    const frames = moving.map(({ id, from }) => `@keyframes ${id}{from{${from}}}`)
    return (
      serif +
      (roles.length > 0 ? `@media (prefers-color-scheme:dark){${roles.join('')}}` : '') +
      (rules.length > 0 ? `@media (prefers-reduced-motion:no-preference){${rules.join('')}}` : '') +
      frames.join('')
    )
  }
}

/** Returns an FNV-1a hash, 32 bits, as a short name. Not for secrets. */
function hash(text: string): string {
  let value = 0x811c9dc5
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193)
  return (value >>> 0).toString(36)
}
