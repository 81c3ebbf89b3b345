import type { PackDocument } from './pack.ts'
import type { RegionSpec } from './regions.ts'
import { entered, type Standard } from './standards.ts'

/**
 * A named place of a document as a rule about codes. `texts` gives a list of codes by the id of its parameter. Without a
 * name it is the document's territory.
 */
export function placeOfDocument(
  document: PackDocument,
  name: string | undefined,
  texts: (parameter: string) => readonly string[],
  standards: readonly Standard[],
): RegionSpec {
  if (name === undefined)
    return { within: [document.territory.prefix], outside: false, open: [], chosen: undefined }
  const spec = document.places[name]
  if (spec === undefined) throw new Error(`place ${name} was not checked on load`)
  const list = (of: { parameter: string } | readonly string[] | undefined): readonly string[] =>
    of === undefined ? [] : 'parameter' in of ? texts(of.parameter) : of
  const within = [...list(spec.within), ...(spec.and ?? []).flatMap((more) => list(more))]
  return {
    within: spec.outside === undefined ? within : list(spec.outside),
    outside: spec.outside !== undefined,
    open: spec.open?.within ?? [],
    chosen: entered(standards, spec.open?.standard ?? '').find((item) => item.codes !== undefined)?.codes,
  }
}
