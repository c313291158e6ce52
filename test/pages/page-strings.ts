/** Attributes that readers see or hear. */
const READ_ATTRIBUTES = ['aria-label', 'alt', 'title', 'placeholder']
/** Elements that do not end a sentence. */
const INLINE = new Set(['a', 'abbr', 'b', 'code', 'em', 'i', 'q', 'span', 'strong', 'time'])
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }

/** Returns the texts of a page in their order: of its title and description, its elements and their attributes. */
export function stringsOf(html: string): string[] {
  const readable = html
    .replace(/<meta name="description" content="([^"]*)"[^>]*>/, '<p>$1</p>')
    .replace(/<meta[^>]*>/g, '')
    // Elements side by side are words apart.
    .replace(/(<\/\w+>)(?=<\w)/g, '$1 ')
    // Zones differ between releases of Node.
    .replace(/<optgroup[\s\S]*?<\/optgroup>/g, '')
    .replace(/<script[\s\S]*?<\/script>|<svg[\s\S]*?<\/svg>|<pre[\s\S]*?<\/pre>|<!doctype html>/g, '')
    .replace(/<\/?([a-z0-9]+)([^>]*)>/g, (_, element: string, attributes: string) => {
      const own = READ_ATTRIBUTES.flatMap(
        (name) => new RegExp(`\\s${name}="([^"]*)"`).exec(attributes)?.slice(1) ?? [],
      )
      const ends = own.length > 0 || !INLINE.has(element)
      return ends ? ['\n', ...own, ''].join('\n') : ''
    })
  return readable
    .split('\n')
    .map((text) => plain(text).replace(/\s+/g, ' ').trim())
    .filter((text) => /\p{L}/u.test(text))
}

function plain(text: string): string {
  return text.replace(/&(#?\w+);/g, (entity, name: string) => ENTITIES[name] ?? entity)
}
