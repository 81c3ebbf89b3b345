import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api } from '../../../api.ts'
import { Problem } from '../../../components/Problem.tsx'
import { count } from '../../../components/values.tsx'
import { DefinitionText } from './DefinitionText.tsx'

const PAUSE = 250

/** A definition beside the first rows that it writes; where it is wrong, its lines are marked and the remedy is said. */
export function DefinitionAndPreview({
  definition,
  onChange,
}: {
  definition: string
  /** absent: it can only be read */
  onChange: ((text: string) => void) | undefined
}) {
  const [asked, setAsked] = useState(definition)
  useEffect(() => {
    const late = setTimeout(() => setAsked(definition), PAUSE)
    return () => clearTimeout(late)
  }, [definition])
  const preview = useQuery({
    ...api.exports.preview.queryOptions({ input: { definition: asked } }),
    placeholderData: (before) => before,
  })
  const { data } = preview
  const problems = data?.problems ?? []
  return (
    <div className="profile-columns export-columns">
      <DefinitionText text={definition} onChange={onChange} problems={problems} />
      <section className="card profile-preview" aria-label="样子" data-testid="export-preview">
        <h2>
          样子{' '}
          {data && data.total !== null && (
            <span className="quiet">
              前 {data.rows.length} 行，共选中 <span className="digits">{count(data.total)}</span>
            </span>
          )}
        </h2>
        <Problem error={preview.error} retry={() => void preview.refetch()} />
        {problems.length > 0 && (
          <ul className="definition-problems" data-testid="definition-problems">
            {problems.map(({ line, key, what }) => (
              <li key={`${line} ${key} ${what}`}>
                <b>第 {line} 行</b> {key !== '' && <code>{key}</code>} {what}
              </li>
            ))}
          </ul>
        )}
        {data && problems.length === 0 && data.total === null && (
          <p className="quiet">这种清单的行由收到的文件给出，这里只看表头：{data.headers.join('、')}。</p>
        )}
        {data && problems.length === 0 && data.total !== null && (
          <>
            <PreviewTable headers={data.headers} rows={data.rows} />
            {data.rows.length === 0 && <p className="quiet">没有符合条件的。</p>}
            {data.leftOut.length > 0 && (
              <p className="quiet">
                不导出的，例如：
                {data.leftOut.map(({ who, why }) => `${who} ${why}`).join('；')}
              </p>
            )}
            {data.personal.length > 0 && (
              <p className="quiet">
                导出时写全的个人信息：{data.personal.join('、')}（这里遮住一部分）。导出会记入操作记录。
              </p>
            )}
          </>
        )}
      </section>
    </div>
  )
}

function PreviewTable({
  headers,
  rows,
}: {
  headers: readonly string[]
  rows: readonly (readonly string[])[]
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reached by keyboard
    <section className="preview-scroll" tabIndex={0} aria-label="前几行">
      <table className="plain-table">
        <thead>
          <tr>
            {headers.map((header) => (
              <th key={header} className="nowrap">
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows are replaced whole
            <tr key={at}>
              {row.map((cell, column) => (
                <td key={headers[column]} className="nowrap digits">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
