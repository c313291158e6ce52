import type { FC } from 'hono/jsx'
import { CodeSpans } from '../../../src/ui/code-spans.tsx'
import { isReference, type Reference, referredName, type Schema, schemaAnchor } from './openapi.ts'

/** A schema as nested lists. Named schemas are links, so that the nesting ends. */
export const SchemaView: FC<{ schema: Schema | Reference }> = ({ schema }) => {
  if (isReference(schema)) return <TypeName schema={schema} />
  const fields = fieldsOf(schema)
  return (
    <>
      <TypeName schema={schema} />
      <Constraints schema={schema} />
      {schema.description && (
        <p>
          <CodeSpans text={schema.description} />
        </p>
      )}
      {fields.length > 0 && (
        <dl class="fields">
          {fields.map(({ name, field, required }) => (
            <div>
              <dt>
                <code>{name}</code> {!required && <span class="hint">optional</span>}
              </dt>
              <dd>
                <SchemaView schema={field} />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </>
  )
}

interface Field {
  name: string
  field: Schema | Reference
  required: boolean
}

/** Returns the properties of an object, of a list's items, or of all joined schemas. */
function fieldsOf(schema: Schema): Field[] {
  const parts = [schema.items, ...(schema.allOf ?? []), ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]
  const own = Object.entries(schema.properties ?? {}).map(([name, field]) => ({
    name,
    field,
    required: schema.required?.includes(name) ?? false,
  }))
  const joined = parts.flatMap((part) => (part === undefined || isReference(part) ? [] : fieldsOf(part)))
  return [...own, ...joined]
}

/** `string`, `integer or null`, `list of Achievement`. */
const TypeName: FC<{ schema: Schema | Reference }> = ({ schema }) => {
  if (isReference(schema)) {
    const name = referredName(schema)
    return (
      <a class="type" href={`#${schemaAnchor(name)}`}>
        {name}
      </a>
    )
  }
  const choices = schema.anyOf ?? schema.oneOf
  const joined = choices ?? schema.allOf
  if (joined) {
    return (
      <>
        {joined.map((part, index) => (
          <>
            {index > 0 && (choices ? ' or ' : ' and ')}
            <TypeName schema={part} />
          </>
        ))}
      </>
    )
  }
  if (schema.items) {
    return (
      <>
        <span class="type">list of</span> <TypeName schema={schema.items} />
      </>
    )
  }
  return <span class="type">{typeText(schema)}</span>
}

function typeText({ type, format, const: constant, enum: values }: Schema): string {
  if (constant !== undefined) return JSON.stringify(constant)
  const types = type === undefined ? [] : [type].flat()
  if (types.length === 0) return values ? 'one of' : 'anything'
  return types.join(' or ') + (format ? ` (${format})` : '')
}

const Constraints: FC<{ schema: Schema }> = ({ schema }) => {
  const facts = [
    schema.minimum !== undefined && `at least ${schema.minimum}`,
    schema.maximum !== undefined && `at most ${schema.maximum}`,
    schema.pattern !== undefined && `matches ${schema.pattern}`,
    schema.default !== undefined && `default ${JSON.stringify(schema.default)}`,
    schema.example !== undefined && `for example ${JSON.stringify(schema.example)}`,
  ].filter((fact) => fact !== false)
  return (
    <>
      {schema.enum && (
        <span>
          {' '}
          {schema.enum.map((value, index) => (
            <>
              {index > 0 && ', '}
              <code>{String(value)}</code>
            </>
          ))}
        </span>
      )}
      {facts.length > 0 && <span class="hint">, {facts.join(', ')}</span>}
    </>
  )
}
