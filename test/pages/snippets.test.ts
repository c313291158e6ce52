import { readFileSync } from 'node:fs'
import { evaluate } from '@mdx-js/mdx'
import { HtmlRenderer, Parser } from 'commonmark'
import { fromHtml } from 'hast-util-from-html'
import { Fragment, jsx, jsxs } from 'hono/jsx/jsx-runtime'
import markdownIt from 'markdown-it'
import rehypeSanitize from 'rehype-sanitize'
import { describe, expect, it } from 'vitest'
import { EMBED_KINDS, EMBED_THEMES, embedCode, embedKind } from '../../src/ui/embed.ts'
import { urls } from '../../src/urls.ts'

type Tree = ReturnType<typeof fromHtml>
type Node = Tree['children'][number]

/** Returns the links and pictures of a page, as they are nested, with what they show and lead to. */
function outlineOf(node: Tree | Node): string {
  if (!('children' in node)) return ''
  const inner = node.children.map(outlineOf).join('')
  if (node.type !== 'element' || !['a', 'picture', 'source', 'img'].includes(node.tagName)) return inner
  const { href, media, srcSet, src, alt } = node.properties
  return `<${[node.tagName, href, media, srcSet, src, alt].filter(Boolean).join(' ')}>${inner}</>`
}

const outline = (html: string) => outlineOf(fromHtml(html, { fragment: true }))

const withHtml = (snippet: string) => markdownIt({ html: true }).render(snippet)
/** What turns a README or a post into a page. */
const READERS: Readonly<Record<string, (snippet: string) => string | Promise<string>>> = {
  'CommonMark 0.30': (snippet) => outline(new HtmlRenderer().render(new Parser().parse(snippet))),
  'markdown-it': (snippet) => outline(withHtml(snippet)),
  'a sanitiser like GitHub’s': (snippet) =>
    outlineOf(rehypeSanitize()(fromHtml(withHtml(snippet), { fragment: true }))),
  MDX: async (snippet) => {
    const { default: page } = await evaluate(snippet, { Fragment, jsx, jsxs })
    return outline(String(page({})))
  },
}

/** What people paste: all that the embed page writes, and what README shows. */
const kinds = Object.keys(EMBED_KINDS).map(embedKind)
const written = kinds.map((kind) => {
  const choice = { kind, ...EMBED_THEMES, options: { locale: 'de' } }
  return { kind, ...embedCode(urls({ origin: 'https://laurel.example' }), 'ada', choice) }
})
const readme = readFileSync('README.md', 'utf8')
const shown = (language: string) =>
  new RegExp(`\`\`\`${language}\n(.*?)\n\`\`\``, 's').exec(readme)?.[1] ?? ''
const HTML = [...written.map(({ kind, html }) => [kind, html]), ['README', shown('html')]]
const MARKDOWN = [...written.map(({ kind, markdown }) => [kind, markdown]), ['README', shown('markdown')]]

describe.each(Object.entries(READERS))('between two paragraphs, %s keeps', (_reader, read) => {
  const pasted = (snippet: string) => read(`Hello.\n\n${snippet}\n\nMore.`)

  it.each(HTML)('the HTML: %s', async (_name, snippet = '') => {
    const meant = outline(snippet)
    expect(meant).toMatch(/^<a .*<img [^<]*<\/>.*<\/>$/)
    expect(await pasted(snippet)).toBe(meant)
  })

  it.each(MARKDOWN)('the Markdown: %s', async (_name, snippet = '') => {
    expect(await pasted(snippet)).toBe(outline(markdownIt({ html: false }).render(snippet)))
  })
})

it('Markdown needs no HTML', () => {
  for (const [, snippet = ''] of MARKDOWN) {
    expect(outline(markdownIt({ html: false }).render(snippet))).toMatch(
      /^<a https:[^<]*><img https:[^<]* [^<]+<\/><\/>/,
    )
  }
})
