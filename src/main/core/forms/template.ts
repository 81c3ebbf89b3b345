import {
  blankFor,
  type Field,
  type FieldCatalogue,
  type FieldFormat,
  formatsOfKind,
  formatValue,
} from './field-formats.ts'

/** A text with fields in it, read once and filled for each page. */
export interface Template<Data> {
  /** Names of the fields, for messages. */
  readonly fields: readonly string[]
  fill(data: Data): string
}

/** A mistake in a layout; `path` leads to the key. */
export class LayoutFault extends Error {
  readonly path: readonly (string | number)[]

  constructor(path: readonly (string | number)[], message: string) {
    super(message)
    this.path = path
  }
}

type Part<Data> = string | { field: Field<Data>; format: FieldFormat }

/**
 * Reads `{姓名}` and `{申请金额|大写金额}` in a text. A text that is nothing but one field prints nothing when the value
 * is unknown; inside a sentence an unknown value leaves a line to write on.
 *
 * @throws LayoutFault for a field or a format that does not exist.
 */
export function readTemplate<Data>(
  text: string,
  catalogue: FieldCatalogue<Data>,
  path: readonly (string | number)[],
): Template<Data> {
  const parts: Part<Data>[] = []
  for (const piece of text.split(/(\{[^{}]*\})/)) {
    if (piece === '') continue
    if (!/^\{.*\}$/s.test(piece)) {
      if (/[{}]/.test(piece)) throw new LayoutFault(path, `花括号不成对：“${text}”。字段写作 {姓名}`)
      parts.push(piece)
      continue
    }
    const [name = '', format] = piece.slice(1, -1).split('|')
    parts.push(readField(name.trim(), format?.trim(), catalogue, path))
  }
  const alone = parts.length === 1
  return {
    fields: parts.flatMap((part) => (typeof part === 'string' ? [] : [part.field.name])),
    fill(data) {
      let out = ''
      for (const part of parts) {
        if (typeof part === 'string') out += part
        else out += formatValue(part.field.read(data), part.format) ?? (alone ? '' : blankFor(part.format))
      }
      return out
    },
  }
}

/** A field of a kind that prints as text, with its format. */
function readField<Data>(
  name: string,
  format: string | undefined,
  catalogue: FieldCatalogue<Data>,
  path: readonly (string | number)[],
): { field: Field<Data>; format: FieldFormat } {
  const field = findField(name, catalogue, path)
  const formats: readonly FieldFormat[] = formatsOfKind[field.kind]
  const usual = formats[0]
  if (usual === undefined) throw new LayoutFault(path, `“${name}”是一组选项，只能用于勾选框（checks）`)
  if (format === undefined) return { field, format: usual }
  const chosen = formats.find((known) => known === format)
  if (chosen === undefined) {
    throw new LayoutFault(path, `“${name}”没有“${format}”这种写法，可用：${formats.join('、')}`)
  }
  return { field, format: chosen }
}

/** The field of that name. @throws LayoutFault naming those that exist. */
export function findField<Data>(
  name: string,
  catalogue: FieldCatalogue<Data>,
  path: readonly (string | number)[],
): Field<Data> {
  const field = catalogue.fields.get(name)
  if (field) return field
  throw new LayoutFault(path, `没有名为“${name}”的字段，可用：${[...catalogue.fields.keys()].join('、')}`)
}
