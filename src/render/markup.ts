import { xmlText } from './xml.ts'

/** SVG as text. Names are our own; values are escaped. */

export type Attributes = Readonly<Record<string, string | number | undefined>>

/** Returns an element. Its content must be markup already. */
export function element(name: string, attributes: Attributes, content = ''): string {
  let start = `<${name}`
  for (const key in attributes) {
    const value = attributes[key]
    if (value === undefined || value === '') continue
    start += ` ${key}="${typeof value === 'number' ? number(value) : xmlText(value)}"`
  }
  return content === '' ? `${start}/>` : `${start}>${content}</${name}>`
}

/** Returns an element that holds a text. */
export function textElement(name: string, attributes: Attributes, text: string): string {
  return element(name, attributes, xmlText(text))
}

/** Returns a number rounded to so many `digits` after the point: to hundredths of a pixel. */
export function number(value: number, digits = 2): string {
  const unit = 10 ** digits
  const rounded = Math.round(value * unit) / unit
  return rounded > 0 && rounded < 1 ? String(rounded).slice(1) : String(rounded)
}
