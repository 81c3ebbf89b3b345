import { useQuery } from '@tanstack/react-query'
import { Skeleton } from 'antd'
import { Link } from 'react-router'
import { sinceText } from '../../../../shared/text/exports.ts'
import { api } from '../../../api.ts'
import { EmptyTeach } from '../../../components/EmptyTeach.tsx'
import { Problem } from '../../../components/Problem.tsx'
import { count, momentText } from '../../../components/values.tsx'

/** 导出记录, the latest first. */
export function ExportRuns() {
  const list = useQuery(api.exports.runs.queryOptions({ input: {} }))
  if (list.isPending) return <Skeleton active />
  if (!list.data) return <Problem error={list.error} retry={() => void list.refetch()} />
  if (list.data.length === 0)
    return (
      <EmptyTeach title="还没有导出过" actions={<Link to="/exchange/export">去导出</Link>}>
        每一次报送导出都记在这里：谁、什么时候、按哪种格式、多少行、文件的校验值，以及写全了哪些个人信息。
      </EmptyTeach>
    )
  return (
    <table className="plain-table card" style={{ padding: 0 }}>
      <thead>
        <tr>
          <th>时间</th>
          <th>格式</th>
          <th>文件</th>
          <th>范围</th>
          <th className="num">行数</th>
          <th className="num">没导出</th>
          <th className="num">不再报</th>
          <th>写全的个人信息</th>
          <th>SHA-256</th>
          <th>经办</th>
        </tr>
      </thead>
      <tbody>
        {list.data.map((one) => (
          <tr key={one.id}>
            <td className="digits nowrap">{momentText(one.madeAt)}</td>
            <td>
              <Link className="door" to={`/exchange/export?profile=${one.profile}`}>
                {one.profileName}
              </Link>{' '}
              <span className="faint digits">第 {one.profileVersion} 版</span>
            </td>
            <td>{one.fileName}</td>
            <td className="nowrap">{sinceText(one.since)}</td>
            <td className="num">{count(one.rows)}</td>
            <td className="num">{count(one.leftOut)}</td>
            <td className="num">{count(one.gone)}</td>
            <td>{one.personal.length === 0 ? '没有' : one.personal.join('、')}</td>
            <td className="digits faint" title={one.sha256}>
              {one.sha256.slice(0, 12)}…
            </td>
            <td className="nowrap">{one.madeBy}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
