import type { FC } from 'hono/jsx'
import { CodeSpans } from '../../../src/ui/code-spans.tsx'
import type { Section } from '../../api/guide/blocks.ts'
import { Layout } from '../layout.tsx'
import { paths } from '../paths.ts'
import { type Endpoint, endpointAnchor, endpointsOf, type OpenApiDocument, schemaAnchor } from './openapi.ts'
import { OperationView } from './operation.tsx'
import { Prose } from './prose.tsx'
import { SchemaView } from './schema.tsx'

export interface ApiDocsPageProps {
  document: OpenApiDocument
  /** Origin for the examples, without a trailing slash. */
  origin: string
  /** Prose besides the endpoints, in order; tags match the names of its sections. */
  guide?: readonly Section[] | undefined
  /** URL of the document itself. */
  documentPath?: string | undefined
}

/** The API reference: the whole OpenAPI document as one page. */
export const ApiDocsPage: FC<ApiDocsPageProps> = ({ document, origin, guide = [], documentPath }) => {
  const groups = byTag(endpointsOf(document), guide)
  const base = document.servers?.[0]?.url ?? origin
  const schemas = Object.entries(document.components?.schemas ?? {})
  return (
    <Layout
      title="API"
      path={paths.docs}
      description={document.info.description?.replaceAll('`', '')}
      isEnglish
    >
      <div class="reference">
        <nav class="contents" aria-label="Contents">
          <details>
            <summary>Contents</summary>
            {groups.map(({ tag, endpoints }) => (
              <>
                <h2>
                  <a href={`#${sectionAnchor(tag)}`}>{tag}</a>
                </h2>
                <ul>
                  {endpoints.map((endpoint) => (
                    <li>
                      <a href={`#${endpointAnchor(endpoint)}`}>
                        <span class={`method method-${endpoint.method}`}>
                          {endpoint.method.toUpperCase()}
                        </span>{' '}
                        {endpoint.operation.summary ?? endpoint.path}
                      </a>
                    </li>
                  ))}
                </ul>
              </>
            ))}
            <h2>Schemas</h2>
            <ul>
              {schemas.map(([name]) => (
                <li>
                  <a href={`#${schemaAnchor(name)}`}>{name}</a>
                </li>
              ))}
            </ul>
          </details>
        </nav>
        <div>
          <h1>{document.info.title}</h1>
          <p class="hint">
            Version {document.info.version}
            {documentPath && (
              <>
                {' · '}
                <a href={documentPath}>OpenAPI document</a>
              </>
            )}
          </p>
          {document.info.description && (
            <p class="lead">
              <CodeSpans text={document.info.description} />
            </p>
          )}
          <p class="base-url">
            Base URL: <code>{base}</code>
          </p>
          {groups.map(({ tag, blocks, endpoints }) => (
            <section aria-labelledby={sectionAnchor(tag)}>
              <h2 id={sectionAnchor(tag)}>{tag}</h2>
              <Prose label={tag} blocks={blocks} origin={origin} />
              {endpoints.map((endpoint) => (
                <OperationView endpoint={endpoint} base={base} security={document.security} />
              ))}
            </section>
          ))}
          <section aria-labelledby="shapes">
            <h2 id="shapes">Schemas</h2>
            {schemas.map(([name, schema]) => (
              <article class="operation">
                <details>
                  <summary>
                    <h3>{name}</h3>
                  </summary>
                  {/* A link to what is folded unfolds it. */}
                  <div id={schemaAnchor(name)}>
                    <SchemaView schema={schema} />
                  </div>
                </details>
              </article>
            ))}
          </section>
        </div>
      </div>
    </Layout>
  )
}

interface Group {
  tag: string
  blocks: Section['blocks']
  endpoints: Endpoint[]
}

/** Returns the guide's sections with their endpoints, followed by other tags in order of appearance. */
function byTag(endpoints: readonly Endpoint[], guide: readonly Section[]): Group[] {
  const groups = new Map<string, Group>(
    guide.map(({ name, blocks }) => [name, { tag: name, blocks, endpoints: [] }]),
  )
  for (const endpoint of endpoints) {
    const tag = endpoint.operation.tags?.[0] ?? 'Endpoints'
    const group = groups.get(tag) ?? { tag, blocks: [], endpoints: [] }
    group.endpoints.push(endpoint)
    groups.set(tag, group)
  }
  return [...groups.values()]
}

function sectionAnchor(tag: string): string {
  return `about-${tag.toLowerCase().replace(/[^a-z]+/g, '-')}`
}
