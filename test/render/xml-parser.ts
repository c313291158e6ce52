import { SaxesParser } from 'saxes'

export interface XmlElement {
  name: string
  attributes: Record<string, string>
  text: string
}

/**
 * Returns every element of a document with its immediate text. @throws if it is not well-formed (XML 1.0, namespaces).
 */
export function elementsOf(xml: string): XmlElement[] {
  const found: XmlElement[] = []
  const open: XmlElement[] = []
  const parser = new SaxesParser({ xmlns: true })
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => {
    const values = Object.entries(attributes).map(([key, { value }]) => [key, value])
    const element = { name, attributes: Object.fromEntries(values), text: '' }
    found.push(element)
    open.push(element)
  })
  parser.on('text', (text) => {
    const inner = open.at(-1)
    if (inner) inner.text += text
  })
  parser.on('closetag', () => open.pop())
  parser.write(xml).close()
  return found
}

/** Returns all text of a picture, in elements and in attributes. */
export function wordsIn(xml: string): string {
  return elementsOf(xml)
    .flatMap(({ text, attributes }) => [text, ...Object.values(attributes)])
    .join('\n')
}
