import { describe, it } from 'vitest'
import { tryHistories } from './histories.ts'

describe('offices that exchange files', () => {
  it('hold the same in the end, one half of the histories', () => tryHistories(), 3_600_000)
})
