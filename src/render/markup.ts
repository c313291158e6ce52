import { xmlText } from './xml.ts'

/** SVG as text. Names are our own; values are escaped. */

export type Attributes = Readonly<Record<string, string | number | undefined>>

/** Returns an element. Its content must be markup already. */
export function element(name: string, attributes: Attributes, content = ''): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? number(value) : xmlText(value ?? '')}"`)
  return content === '' ? `<${name}${written.join('')}/>` : `<${name}${written.join('')}>${content}</${name}>`
}

/** Returns an element that holds a text. */
export function textElement(name: string, attributes: Attributes, text: string): string {
  return element(name, attributes, xmlText(text))
}

/** Returns a number rounded to hundredths of a pixel. */
export function number(value: number): string {
  return String(Math.round(value * 100) / 100)
}
