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
  { name: 'rise', rule: '', time: '.5s', from: 'opacity:0;transform:translateY(4px)' },
  {
    name: 'grow',
    rule: 'transform-box:fill-box;transform-origin:0 50%;',
    time: '.8s',
    from: 'transform:scaleX(0)',
  },
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
  /** Names of classes, by what they declare. */
  readonly #roles = new Map<string, string>()
  readonly #paints = new Map<string, Attributes>()
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
    const key = `${property}:${colourOf(role, this.#dark)}`
    let name = this.#roles.get(key)
    if (name === undefined) {
      name = `${this.id}${this.#roles.size.toString(36)}`
      this.#roles.set(key, name)
    }
    return name
  }

  /** Returns a reference to something that is defined once. `make` gets its id. */
  define(name: string, make: (id: string) => string): string {
    const id = `${this.id}-${name}`
    if (!this.#definitions.has(id)) this.#definitions.set(id, make(id))
    return id
  }

  /** Returns a copy of something that is defined. Inkscape 1.2 and Batik know `xlink:href` (SVG 1.1) alone. */
  use(id: string, attributes: Attributes): string {
    this.#linked = true
    return element('use', { href: `#${id}`, 'xlink:href': `#${id}`, ...attributes })
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
        x,
        y,
        'font-size': size,
        'text-anchor': anchor === 'start' ? undefined : anchor,
        'letter-spacing': spacing,
        ...this.#written(face, role),
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
    return { class: this.#class(kind), style: `animation-delay:${number(delay)}s` }
  }

  /** Returns the shape of the picture, inside its border. */
  frame(width: number, height: number): { x: number; y: number; width: number; height: number; rx: number } {
    const { hide_border: bare, border_radius: rx = RADIUS } = this.#looks
    const inset = bare ? 0 : 0.5
    return { x: inset, y: inset, width: width - 2 * inset, height: height - 2 * inset, rx }
  }

  /** Returns the ground with its border. */
  ground(width: number, height: number): string {
    const paints: Paints = this.#looks.hide_border ? { fill: 'ground' } : { fill: 'ground', stroke: 'border' }
    return element('rect', { ...this.frame(width, height), ...this.paint(paints) })
  }

  /** Returns the whole picture (SVG 2), with a name and a description for screen readers. */
  document({ width, height, title, description, body }: DocumentParts): string {
    const named = `${this.id}-title`
    const described = `${this.id}-desc`
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
        (this.#definitions.size === 0 ? '' : `<defs>${[...this.#definitions.values()].join('')}</defs>`) +
        body,
    )
  }

  #class(name: string): string {
    this.#classes.add(name)
    return `${this.id}-${name}`
  }

  /** Our own CSS: it contains nothing of the view. */
  #style(): string {
    const has = (name: string) => this.#classes.has(name)
    const { id } = this
    const serif = has('serif')
      ? `.${id}-serif{font-family:${this.#fonts.serif};font-variant-numeric:lining-nums}`
      : ''
    const roles = [...this.#roles].map(([declaration, name]) => `.${name}{${declaration}}`)
    const moving = MOTIONS.filter(({ name }) => has(name))
    const rules = moving.map(
      ({ name, rule, time }) => `.${id}-${name}{${rule}animation:${id}-${name} ${time} ease-out both}`,
    )
    // Frames stand outside: svgo 4.1 fails on those inside @media.
    const frames = moving.map(({ name, from }) => `@keyframes ${id}-${name}{from{${from}}}`)
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
