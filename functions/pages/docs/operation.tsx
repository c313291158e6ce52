import type { FC } from 'hono/jsx'
import { CodeSpans } from '../../../src/ui/code-spans.tsx'
import { CodeBlock } from '../parts/code-block.tsx'
import {
  type Content,
  type Endpoint,
  endpointAnchor,
  isReference,
  type Operation,
  type Parameter,
  type Reference,
  referredName,
} from './openapi.ts'
import { SchemaView } from './schema.tsx'

export interface OperationViewProps {
  endpoint: Endpoint
  /** Base URL of the paths, without a trailing slash. */
  base: string
  /** Security that applies unless the operation defines its own. */
  security: Operation['security']
}

/** One operation: description, authorisation, request, responses, and an example. */
export const OperationView: FC<OperationViewProps> = ({ endpoint, base, security }) => {
  const { method, path, operation } = endpoint
  const parameters = (operation.parameters ?? []).flatMap((item) => (isReference(item) ? [] : [item]))
  const body = operation.requestBody
  const access = accessOf(operation.security ?? security)
  return (
    <article class="operation" id={endpointAnchor(endpoint)}>
      <h3>
        <span class={`method method-${method}`}>{method.toUpperCase()}</span> <code>{path}</code>
      </h3>
      {operation.summary && <p class="summary">{operation.summary}</p>}
      {operation.description && (
        <p>
          <CodeSpans text={operation.description} />
        </p>
      )}
      <p class="access">{ACCESS_TEXT[access]}</p>
      {parameters.length > 0 && <Parameters parameters={parameters} />}
      {body && (
        <>
          <h4>Body</h4>
          {isReference(body) ? (
            referredName(body)
          ) : (
            <ContentView content={body.content} text={body.description} />
          )}
        </>
      )}
      <h4>Responses</h4>
      <dl class="answers">
        {Object.entries(operation.responses ?? {}).map(([status, response]) => (
          <div>
            <dt>
              <code>{status}</code>
            </dt>
            <dd>
              {isReference(response) ? (
                referredName(response)
              ) : (
                <ContentView content={response.content} text={response.description} />
              )}
            </dd>
          </div>
        ))}
      </dl>
      <CodeBlock
        label={`Example for ${method.toUpperCase()} ${path}`}
        text={curlExample(endpoint, base, access === 'owner')}
      />
    </article>
  )
}

type Access = 'anyone' | 'owner' | 'either'

const ACCESS_TEXT: Readonly<Record<Access, string>> = {
  anyone: 'Open to anyone.',
  owner: 'Needs the owner key.',
  either: 'Open to anyone who may see the page; the owner key shows more.',
}

/** An empty requirement in the list makes the others optional (OpenAPI 3.1, Operation Object, `security`). */
function accessOf(security: Operation['security']): Access {
  if (!security || security.length === 0) return 'anyone'
  return security.some((requirement) => Object.keys(requirement).length === 0) ? 'either' : 'owner'
}

const Parameters: FC<{ parameters: Parameter[] }> = ({ parameters }) => (
  <>
    <h4>Parameters</h4>
    <dl class="fields">
      {parameters.map((parameter) => (
        <div>
          <dt>
            <code>{parameter.name}</code>{' '}
            <span class="hint">
              in the {parameter.in}
              {parameter.required ? '' : ', optional'}
            </span>
          </dt>
          <dd>
            {parameter.description && (
              <p>
                <CodeSpans text={parameter.description} />
              </p>
            )}
            {parameter.schema && <SchemaView schema={parameter.schema} />}
          </dd>
        </div>
      ))}
    </dl>
  </>
)

const ContentView: FC<{ content: Content | undefined; text: string | undefined }> = ({ content, text }) => (
  <>
    {text && (
      <p>
        <CodeSpans text={text} />
      </p>
    )}
    {Object.entries(content ?? {}).map(([type, { schema }]) => (
      <div class="content">
        <code class="hint">{type}</code> {schema && <SchemaView schema={schema} />}
      </div>
    ))}
  </>
)

/** Returns a command to paste after filling in the names in capitals. */
function curlExample({ method, path, operation }: Endpoint, base: string, owner: boolean): string {
  const url = base + path.replace(/\{(\w+)\}/g, (_, name: string) => name.toUpperCase())
  const lines = [method === 'get' ? 'curl' : `curl -X ${method.toUpperCase()}`]
  if (owner) lines.push('-H "Authorization: Bearer KEY"')
  const type = bodyType(operation.requestBody)
  if (type?.includes('json')) lines.push('-H "Content-Type: application/json"', "-d '{…}'")
  else if (type) lines.push('--data-binary @state.db')
  return [...lines, `"${url}"`].join(lines.length > 1 ? ' \\\n  ' : ' ')
}

function bodyType(body: Operation['requestBody'] | Reference): string | undefined {
  return body && !isReference(body) ? Object.keys(body.content ?? {})[0] : undefined
}
