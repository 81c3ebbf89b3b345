import { MedicineBoxOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { doctorReport } from '../../../shared/contract/ledger.ts'
import { client } from '../../client.ts'
import { JobProgress } from '../../components/JobProgress.tsx'
import { Problem } from '../../components/Problem.tsx'
import { count } from '../../components/values.tsx'
import { useJob } from '../../state/jobs.ts'

/** Checks the whole ledger: file, references, change log, audit chain, unique entitlements. */
export function Doctor() {
  const job = useJob(doctorReport)
  return (
    <div className="stack" style={{ maxWidth: 860 }}>
      <div className="row">
        <Button
          type="primary"
          icon={<MedicineBoxOutlined />}
          disabled={job.running}
          onClick={() => void job.start(() => client.ledger.doctor({}))}
        >
          开始体检
        </Button>
        <span className="quiet">
          检查文件是否完好、记录之间是否对得上、操作记录有没有被动过。只看，不改。
        </span>
      </div>
      {job.running && <JobProgress job={job.job} onCancel={job.cancel} />}
      <Problem error={job.error} />
      {job.result && (
        <>
          <p
            className={job.result.ok ? 'good' : 'bad'}
            style={{ fontSize: 15, fontWeight: 600 }}
            data-testid="doctor"
          >
            {job.result.ok ? '✓ 台账完好' : '✗ 发现问题，请先备份，再联系维护人员'}
          </p>
          <table className="plain-table card" style={{ padding: 0 }}>
            <thead>
              <tr>
                <th>检查</th>
                <th>结果</th>
                <th className="num">查了</th>
                <th>说明</th>
              </tr>
            </thead>
            <tbody>
              {job.result.checks.map((check) => (
                <tr key={check.id}>
                  <td className="nowrap">{check.label}</td>
                  <td className={check.ok ? 'good nowrap' : 'bad nowrap'}>
                    {check.ok ? '✓ 好' : '✗ 有问题'}
                  </td>
                  <td className="num">{count(check.checked)}</td>
                  <td>{check.detail}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </div>
  )
}
