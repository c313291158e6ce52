import { describe, expect, it } from 'vitest'
import type { OpenApiDocument } from '../../functions/pages/docs/openapi.ts'
import { ApiDocsPage } from '../../functions/pages/docs/page.tsx'

const DOCUMENT: OpenApiDocument = {
  info: { title: 'Laurel API', version: '1' },
  paths: {
    '/things/{id}': {
      put: {
        summary: 'Put a thing',
        security: [{ owner: [] }],
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } },
        responses: { 200: { description: 'Taken.' } },
      },
      get: { summary: 'Get a thing', security: [{}, { owner: [] }], responses: {} },
    },
  },
  components: {
    schemas: {
      Thing: {
        type: 'object',
        required: ['name'],
        properties: {
          name: { type: 'string' },
          parent: { anyOf: [{ $ref: '#/components/schemas/Thing' }, { type: 'null' }] },
          parts: { type: 'array', items: { type: 'object', properties: { weight: { type: 'integer' } } } },
        },
      },
    },
  },
}

describe('the reference', () => {
  const html = String(<ApiDocsPage document={DOCUMENT} origin="https://laurel.example" />)
  const text = html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')

  it('links every operation and shape from its contents', () => {
    for (const anchor of ['put-things-id', 'get-things-id', 'schema-Thing']) {
      expect(html).toContain(`href="#${anchor}"`)
      expect(html).toContain(`id="${anchor}"`)
    }
  })

  it('says who may', () => {
    expect(text).toContain('Needs the owner key.')
    expect(text).toContain('the owner key shows more.')
  })

  it('follows a shape into its lists, and ends where it refers to itself', () => {
    expect(text).toContain('parts optional list of object weight optional integer')
    expect(text).toContain('parent optional Thing or null')
  })

  it('gives a command that sends the key only where it is needed', () => {
    expect(text).toContain('Authorization: Bearer KEY')
    expect(text).toContain('curl &quot;https://laurel.example/things/ID&quot;')
  })

  it('gives a command for the URL that the document says the paths are below', () => {
    const servers = [{ url: 'https://laurel.example/api/v1' }]
    const page = String(<ApiDocsPage document={{ ...DOCUMENT, servers }} origin="https://laurel.example" />)
    expect(page).toContain('curl &quot;https://laurel.example/api/v1/things/ID&quot;')
  })
})
