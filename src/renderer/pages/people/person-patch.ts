import type { z } from 'zod'
import type { personInput } from '../../../shared/contract/registry.ts'
import type { Category } from '../../../shared/domain/categories.ts'

export type PersonFields = {
  name: string
  idNumber?: string | null
  ethnicityText?: string | null
  educationText?: string | null
  homeCounty?: string | null
  homeTownshipText?: string | null
  homeVillage?: string | null
  phone?: string | null
  payeeName?: string | null
  payeeBank?: string | null
  payeeAccount?: string | null
  payeeAccountKind?: string | null
  note?: string | null
  categoriesKnown?: boolean
  categories: { category: Category; from: string; to: string | null }[]
}

type Patch = Partial<z.input<typeof personInput>>

const TEXTS = [
  'ethnicityText',
  'educationText',
  'homeCounty',
  'homeTownshipText',
  'homeVillage',
  'phone',
  'payeeName',
  'payeeBank',
  'note',
] as const
/** Numbers that the screen shows masked: an empty field means "leave it", never "make it unknown". */
const MASKED = ['idNumber', 'payeeAccount'] as const
const KINDS = ['social-security-card', 'bank-card', 'passbook'] as const

/**
 * What to send of a filled form. `changed` names the fields a person touched (`null`: a new person, send what is
 * filled). An emptied text becomes unknown, an untouched one is left as it is.
 */
export function patchOf(fields: PersonFields, changed: ReadonlySet<string> | null): Patch {
  const patch: Patch = {}
  const touched = (key: string) => changed === null || changed.has(key)
  if (touched('name')) patch.name = fields.name.trim()
  for (const key of TEXTS) {
    if (!touched(key)) continue
    const text = fields[key]?.trim() || null
    if (changed !== null || text !== null) patch[key] = text
  }
  for (const key of MASKED) {
    const text = fields[key]?.trim()
    if (touched(key) && text) patch[key] = text
  }
  const kind = KINDS.find((one) => one === fields.payeeAccountKind)
  if (touched('payeeAccountKind') && (changed !== null || kind)) patch.payeeAccountKind = kind ?? null
  if (touched('categoriesKnown')) patch.categoriesKnown = fields.categoriesKnown ?? false
  if (touched('categories')) patch.categories = fields.categories
  return patch
}
