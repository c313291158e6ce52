import { describe, expect, it } from 'vitest'
import { EVERY_PAGE } from './every-page.tsx'

describe.each(Object.entries(EVERY_PAGE))('the page %s', (_, html) => {
  it('is a whole document with a title and a language', () => {
    expect(html).toMatch(/^<!doctype html><html lang="en">/)
    expect(html).toMatch(/<title>[^<]+<\/title>/)
  })

  it('has no inline style, script or handler, which the content security policy would refuse', () => {
    expect(html).not.toMatch(/<style|\sstyle=/)
    // A block of data does not run.
    const running = html.replace(/<script type="application\/ld\+json">/g, '')
    expect(running).not.toMatch(/<script(?![^>]*\ssrc="\/[a-z]+\.js")/)
    expect(html).not.toMatch(/\son[a-z]+="/)
    expect(html).not.toContain('javascript:')
  })

  it('loads nothing from elsewhere', () => {
    // Where the page itself and its other forms are loads nothing, nor does a link to another site until it is followed:
    // in a tab of its own, or without a word of the page.
    const loading = html
      .replace(/<link rel="(?:canonical|alternate)"[^>]*>/g, '')
      .replace(/<a class="button" href="https:[^"]*" target="_blank" rel="noopener noreferrer">/g, '')
      .replace(/<a href="https:[^"]*" rel="me nofollow noopener ugc" referrerpolicy="no-referrer">/g, '')
    expect(loading).not.toMatch(/(src|href)="(https?:)?\/\//)
  })

  it('names every field of every form for screen readers', () => {
    for (const id of fieldIds(html)) expect(html).toContain(`for="${id}"`)
  })

  it('uses each id once', () => {
    const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map((match) => match[1])
    expect(ids).toHaveLength(new Set(ids).size)
  })

  it('points every description and label at something that is there', () => {
    for (const [, ids = ''] of html.matchAll(/aria-(?:describedby|labelledby)="([^"]+)"/g)) {
      for (const id of ids.split(' ')) expect(html).toContain(`id="${id}"`)
    }
  })

  it('has one heading of the first level', () => {
    expect(html.match(/<h1[\s>]/g)).toHaveLength(1)
  })
})

/** Ids of the fields that are shown; one without an id fails the test, as nothing could name it. */
function fieldIds(html: string): string[] {
  return [...html.matchAll(/<(?:input(?![^>]*type="hidden")|select|textarea)\b([^>]*)>/g)].map(
    ([, attributes]) => attributes?.match(/\bid="([^"]+)"/)?.[1] ?? 'a field without an id',
  )
}
