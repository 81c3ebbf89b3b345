import { useQuery } from '@tanstack/react-query'
import { Skeleton } from 'antd'
import { Fragment } from 'react'
import { Link, useSearchParams } from 'react-router'
import { IMPORT_KIND_TEXT } from '../../../shared/text/exchange.ts'
import { api } from '../../api.ts'
import { EmptyTeach } from '../../components/EmptyTeach.tsx'
import { Problem } from '../../components/Problem.tsx'
import { count, momentText } from '../../components/values.tsx'
import { Findings } from './Findings.tsx'
import { ResultLists } from './ResultLists.tsx'
import { UndoImport } from './UndoImport.tsx'

/** All imports, newest first; each opens its findings and can be undone whole. */
export function History() {
  const [params, setParams] = useSearchParams()
  const open = params.get('open')
  const list = useQuery(api.imports.list.queryOptions({ input: { offset: 0, limit: 500 } }))
  if (list.isPending) return <Skeleton active />
  if (!list.data) return <Problem error={list.error} retry={() => void list.refetch()} />
  if (list.data.total === 0)
    return (
      <EmptyTeach title="还没有导入过" actions={<Link to="/exchange/import">去导入</Link>}>
        每一次导入都记在这里：谁、什么时候、哪份工作簿、改了多少，随时可以整份撤销。
      </EmptyTeach>
    )
  return (
    <table className="plain-table card" style={{ padding: 0 }}>
      <thead>
        <tr>
          <th>时间</th>
          <th>工作簿</th>
          <th>种类</th>
          <th className="num">新增</th>
          <th className="num">变更</th>
          <th className="num">相同</th>
          <th className="num">退回</th>
          <th className="num">提醒</th>
          <th>经办</th>
          <th>状态</th>
        </tr>
      </thead>
      <tbody>
        {list.data.rows.map((one) => (
          <Fragment key={one.id}>
            <tr>
              <td className="digits nowrap">{momentText(one.importedAt)}</td>
              <td>{one.fileName}</td>
              <td className="nowrap">{IMPORT_KIND_TEXT[one.kind]}</td>
              <td className="num">
                {one.kind === 'roster' ? (
                  <Link className="door" to={`/people?importId=${one.id}`}>
                    {count(one.newCount)}
                  </Link>
                ) : (
                  count(one.newCount)
                )}
              </td>
              <td className="num">{count(one.changedCount)}</td>
              <td className="num">{count(one.sameCount)}</td>
              <td className="num">
                {one.refusedCount + one.warnedCount > 0 ? (
                  <button
                    type="button"
                    className="door-button"
                    aria-expanded={open === one.id}
                    onClick={() => setParams(open === one.id ? {} : { open: one.id }, { replace: true })}
                  >
                    {count(one.refusedCount)} {open === one.id ? '▴' : '▾'}
                  </button>
                ) : (
                  '0'
                )}
              </td>
              <td className="num">{count(one.warnedCount)}</td>
              <td>{one.importedBy}</td>
              <td className="nowrap">
                {one.state === 'undone' ? (
                  <span className="quiet">已撤销</span>
                ) : (
                  <span className="row">
                    <ResultLists importId={one.id} size="small" />
                    <UndoImport
                      importId={one.id}
                      size="small"
                      words={`新增 ${count(one.newCount)}、变更 ${count(one.changedCount)}`}
                    />
                  </span>
                )}
              </td>
            </tr>
            {open === one.id && (
              <tr>
                <td colSpan={10}>
                  <Findings importId={one.id} />
                </td>
              </tr>
            )}
          </Fragment>
        ))}
      </tbody>
    </table>
  )
}
