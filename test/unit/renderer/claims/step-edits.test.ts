import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addStep,
  faultsByRow,
  moveStep,
  ofKind,
} from '../../../../src/renderer/pages/claims/rules/step-edits.ts'
import { DEFAULT_PROCEDURE, procedureFaults } from '../../../../src/shared/domain/claim-procedure.ts'
import { STEP_KINDS } from '../../../../src/shared/domain/claim-states.ts'

const { steps } = DEFAULT_PROCEDURE
const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id)

describe('steps of a procedure being written', () => {
  it('change places without one being lost', () => {
    fc.assert(
      fc.property(fc.nat(steps.length - 1), fc.integer({ min: -2, max: 12 }), (from, to) => {
        const moved = moveStep(steps, from, to)
        expect([...ids(moved)].sort()).toEqual([...ids(steps)].sort())
        if (to >= 0 && to < steps.length) expect(moved[to]).toBe(steps[from])
        else expect(moved).toBe(steps)
      }),
    )
  })
  it('get ids that are free, whatever is added where', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -1, max: 8 }), fc.constantFrom(...STEP_KINDS)), { maxLength: 6 }),
        (added) => {
          const all = added.reduce<readonly (typeof steps)[number][]>(
            (list, [after, kind]) => addStep(list, after, kind),
            steps,
          )
          expect(new Set(ids(all)).size).toBe(steps.length + added.length)
        },
      ),
    )
  })
  it('take what their kind needs, and keep their id and own name', () => {
    const step = { id: 'x', kind: 'opinion', name: '驻村工作队意见', role: 'clerk' } as const
    const list = ofKind(step, 'publicity')
    expect(list).toMatchObject({ id: 'x', name: '驻村工作队意见', level: 'county', days: { count: 5 } })
    expect(procedureFaults({ steps: [list] }).map(({ code }) => code)).not.toContain('publicity-days')
    expect(ofKind(list, 'finance').level).toBeUndefined()
    expect(ofKind({ ...step, name: '审核' }, 'approval').name).toBe('审批')
  })
})

describe('faults beside their rows', () => {
  it('are none for the procedure that an office begins with', () => {
    expect(faultsByRow(steps)).toEqual({ whole: [], rows: new Map() })
  })
  it('stand at the step that is wrong, in words', () => {
    const early = moveStep(steps, 6, 3)
    const { rows, whole } = faultsByRow(early)
    expect(whole).toEqual([])
    expect(rows.get(3)).toEqual(['审批应在编批之后', '审批应在审核之后', '审批应在公示之后'])
    expect(rows.size).toBe(1)
    const unnamed = steps.map((step, at) => (at === 1 ? { ...step, name: ' ', level: undefined } : step))
    expect(faultsByRow(unnamed).rows.get(1)).toEqual(['没有名称', '没有写明是村、乡镇还是县'])
  })
  it('are said of the whole where no step is to blame', () => {
    expect(faultsByRow([]).whole).toEqual(['程序里还没有步骤'])
    expect(faultsByRow(steps.slice(0, -1)).whole).toEqual(['最后一步应是发放'])
  })
})
