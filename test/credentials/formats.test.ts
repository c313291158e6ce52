import { describe, expect, it } from 'vitest'
import { tokenInFile } from '../../src/credentials/extract.ts'
import { CREDENTIAL_FORMAT_LIST } from '../../src/credentials/formats.ts'
import { plainPng } from '../../src/render/indexed-png.ts'
import { signed } from './made.ts'

describe.each(CREDENTIAL_FORMAT_LIST)('a credential as $extension', ({ encode, extract, extension }) => {
  it('gives its token back', async () => {
    const jwt = await signed()
    const file = await encode({
      jwt,
      svg: () => '<svg xmlns="http://www.w3.org/2000/svg"><g/></svg>',
      png: () => plainPng(8, 8, '#151c19'),
    })
    expect(tokenInFile(typeof file === 'string' ? new TextEncoder().encode(file) : file)).toBe(jwt)
    expect(extract(file)).toBe(jwt)
    const others = CREDENTIAL_FORMAT_LIST.filter((other) => other.extension !== extension)
    expect(others.map((other) => other.extract(file))).toEqual(others.map(() => undefined))
  })
})
