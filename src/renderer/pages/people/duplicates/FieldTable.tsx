import { Button, Input } from 'antd'
import { type ReactNode, useState } from 'react'
import type { ComparedField, PairDetail } from '../../../../shared/contract/duplicates.ts'
import type { DuplicateField } from '../../../../shared/domain/duplicate-fields.ts'
import { Unknown } from '../../../components/values.tsx'

export type Choice = 'first' | 'second' | { readonly typed: string }
type Side = 'first' | 'second'

type Props = {
  pair: PairDetail
  kept: Side
  keep: (side: Side) => void
  choices: Partial<Record<DuplicateField, Choice>>
  choose: (field: DuplicateField, choice: Choice) => void
  head: (side: Side) => ReactNode
}

/**
 * The two records field by field. Each field is one group of radio buttons, so that Tab goes from field to field and the
 * arrows choose; what both say alike is folded away.
 */
export function FieldTable({ pair, kept, keep, choices, choose, head }: Props) {
  const [all, setAll] = useState(false)
  const told = pair.fields.filter(({ first, second }) => first !== null || second !== null)
  const shown = told.filter((field) => all || field.differs || field.first === null || field.second === null)
  const alike =
    told.length -
    told.filter((field) => field.differs || field.first === null || field.second === null).length
  const sides = ['first', 'second'] as const
  return (
    <>
      <table className="plain-table field-table" aria-label="逐项选择">
        <thead>
          <tr>
            <th>字段</th>
            {sides.map((side) => (
              <th key={side}>
                <label className="choice">
                  <input type="radio" name="kept" checked={kept === side} onChange={() => keep(side)} />
                  {kept === side ? '保留这一条' : '并入另一条'}
                </label>{' '}
                {head(side)}
              </th>
            ))}
            <th>都不对</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((field) => (
            <FieldRow
              key={field.field}
              field={field}
              choice={choices[field.field] ?? usual(field, kept)}
              choose={(choice) => choose(field.field, choice)}
            />
          ))}
        </tbody>
      </table>
      {alike > 0 && (
        <Button type="link" size="small" onClick={() => setAll(!all)}>
          {all ? '收起相同的' : `另有 ${alike} 项相同，展开`}
        </Button>
      )}
    </>
  )
}

/** Whoever knows it; of two that do, the record that stays. */
function usual(field: ComparedField, kept: Side): Side {
  if (field.first === null) return 'second'
  return field.second === null ? 'first' : kept
}

function FieldRow({
  field,
  choice,
  choose,
}: {
  field: ComparedField
  choice: Choice
  choose: (choice: Choice) => void
}) {
  const typed = typeof choice === 'object' ? choice.typed : undefined
  const side = (which: Side) => {
    const text = field[which]
    return (
      <td className={choice === which ? 'chosen' : undefined}>
        <label className="choice">
          <input
            type="radio"
            name={field.field}
            aria-label={`${field.label}取${which === 'first' ? '第一条' : '第二条'}：${text ?? '未知'}`}
            checked={choice === which}
            onChange={() => choose(which)}
          />
          <span className="digits">{text ?? <Unknown />}</span>
        </label>
      </td>
    )
  }
  return (
    <tr className={field.differs ? 'differs' : undefined}>
      <th scope="row">
        {field.differs && <span aria-hidden="true">≠ </span>}
        {field.label}
        {field.hint !== null && <div className="faint">{field.hint}</div>}
      </th>
      {side('first')}
      {side('second')}
      <td className={typed === undefined ? undefined : 'chosen'}>
        {field.typed && (
          <span className="choice">
            <input
              type="radio"
              name={field.field}
              aria-label={`${field.label}另填`}
              checked={typed !== undefined}
              onChange={() => choose({ typed: '' })}
            />
            {typed === undefined ? (
              <span className="faint">另填</span>
            ) : (
              <Input
                size="small"
                autoFocus
                aria-label={`${field.label}的正确内容`}
                value={typed}
                onChange={(event) => choose({ typed: event.target.value })}
              />
            )}
          </span>
        )}
      </td>
    </tr>
  )
}
