import { describe, expect, it } from 'vitest'
import { fileNames, isBackLink, leadsTo, recordNames } from '../../src/identity/statements.ts'

const PAGE = 'https://laurel.example/@ada'
const LINK = 'https://ada.dev/about'

describe('a page', () => {
  it.each([
    ...[PAGE, `${PAGE}/`, `${PAGE}#latest`, `${PAGE}?from=me`, 'https://laurel.example/%40ada'],
    ...['https://LAUREL.example/@Ada', 'http://laurel.example/@ada'],
  ])('is meant by %s', (url) => {
    expect(leadsTo(PAGE, url)).toBe(true)
  })

  it.each([
    ...['https://laurel.example/@adam', 'https://laurel.example/@ad', 'https://laurel.example/', '/@ada'],
    ...['https://laurel.example/@ada/embed', 'https://laurel.example:8443/@ada', 'https://eve.example/@ada'],
    ...['https://eve.example/?https://laurel.example/@ada', 'ftp://laurel.example/@ada', '@ada', ''],
  ])('is not meant by %s', (url) => {
    expect(leadsTo(PAGE, url)).toBe(false)
  })
})

describe('a link in HTML', () => {
  const leads = (rel: string, href: string) => isBackLink({ rel, href }, { link: LINK, page: PAGE })

  it('leads back if it says so, among other things, however it is written', () => {
    for (const rel of ['me', 'ME', 'nofollow me noopener', ' me\n']) expect(leads(rel, PAGE)).toBe(true)
    expect(leads('me', '//laurel.example/@ada')).toBe(true)
    expect(leads('me', ' https:&#x2F;&#47;laurel.example/&#64;ada?a=1&amp;b=2 ')).toBe(true)
    expect(leads('me', 'https&colon;//laurel.example/&commat;ada')).toBe(true)
  })

  it('does not lead back without the word, or elsewhere', () => {
    for (const rel of ['', 'nofollow', 'message', 'me-too', 'notme']) expect(leads(rel, PAGE)).toBe(false)
    for (const href of ['', '/@ada', 'https://[', '&#x110000;', `javascript:${PAGE}`])
      expect(leads('me', href)).toBe(false)
  })
})

describe('the file of a host', () => {
  it('names pages in a list', () => {
    expect(fileNames(JSON.stringify({ pages: ['https://other.example/@eve', PAGE] }), PAGE)).toBe(true)
  })

  it.each([
    ...['', 'laurel', '[]', 'null', '{"pages": null}', `{"pages": "${PAGE}"}`, `["${PAGE}"]`],
    ...['{"pages": [{}, 7, "https://laurel.example/@eve"]}', `{"page": ["${PAGE}"]}`, `{"pages": ["${PAGE}"`],
  ])('names none if it is %s', (text) => {
    expect(fileNames(text, PAGE)).toBe(false)
  })
})

describe('a TXT record', () => {
  const answer = (...Answer: unknown[]) => JSON.stringify({ Status: 0, Answer })
  const txt = (data: unknown) => ({ name: 'ada.dev', type: 16, TTL: 300, data })

  it('names a page, in one string or several, quoted or not, beside others', () => {
    for (const data of [`"laurel=${PAGE}"`, `laurel=${PAGE}`, '"laurel=https://laurel" ".example/@ada"'])
      expect(recordNames(answer(txt('"v=spf1 -all"'), txt(data)), PAGE)).toBe(true)
  })

  it.each([
    ...['', 'null', '{}', '{"Status": 3}', '{"Answer": {}}', answer(null, 7), answer(txt(7))],
    ...[answer(txt('"laurel="')), answer(txt(`"${PAGE}"`)), answer(txt(`"x laurel=${PAGE}"`))],
    answer({ ...txt(`"laurel=${PAGE}"`), type: 5 }),
    answer(txt('"laurel=https://laurel.example/@eve"')),
  ])('names none in the answer %s', (text) => {
    expect(recordNames(text, PAGE)).toBe(false)
  })
})
