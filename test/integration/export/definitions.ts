import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { RESOURCES } from '../import/import-desk.ts'

/** The text of one of our profiles. */
export function shippedDefinition(id: string): string {
  return readFileSync(join(RESOURCES, 'profiles', `${id}.yaml`), 'utf8')
}
