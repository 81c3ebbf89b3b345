import { describe, expect, it } from 'vitest'
import { type PersonFields, patchOf } from '../../../src/renderer/pages/people/person-patch.ts'

const filled: PersonFields = {
  name: ' 吉克阿呷 ',
  idNumber: '',
  phone: '',
  homeVillage: '小桥村',
  categories: [],
  categoriesKnown: false,
}

describe('what a form sends', () => {
  it('sends nothing that was not touched', () => {
    expect(patchOf(filled, new Set())).toEqual({})
  })
  it('makes an emptied text unknown, never an empty word', () => {
    expect(patchOf(filled, new Set(['phone']))).toEqual({ phone: null })
  })
  it('leaves a masked number alone when its field is empty', () => {
    expect(patchOf(filled, new Set(['idNumber', 'payeeAccount']))).toEqual({})
    expect(patchOf({ ...filled, idNumber: ' 511133199310057796 ' }, new Set(['idNumber']))).toEqual({
      idNumber: '511133199310057796',
    })
  })
  it('sends only what is filled for a new person', () => {
    expect(patchOf(filled, null)).toEqual({
      name: '吉克阿呷',
      homeVillage: '小桥村',
      categories: [],
      categoriesKnown: false,
    })
  })
})
