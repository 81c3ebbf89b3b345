import { Checkbox, Form, Input } from 'antd'
import { Link } from 'react-router'
import type { DutyView } from '../../../shared/contract/duties.ts'
import { client } from '../../client.ts'
import { Attachments } from '../../components/attachments/Attachments.tsx'
import { SidePanel } from '../../components/SidePanel.tsx'
import { count } from '../../components/values.tsx'
import { RecordForm } from '../organisations/RecordForm.tsx'
import { StateTag } from './Duties.tsx'
import { EvidenceList } from './EvidenceList.tsx'

type Fields = { applies: boolean; reason?: string; responsible?: string; note?: string }

/** One duty in one year: its evidence in the ledger, its files, who answers for it. */
export function DutyPanel({ row, year, onClose }: { row: DutyView; year: number; onClose: () => void }) {
  return (
    <SidePanel
      title={row.name}
      subtitle={
        <>
          {row.id} {row.docTitle}{' '}
          <Link className="door" to={`/policy/library/${row.doc}#${row.id}`}>
            {row.clause}
          </Link>
        </>
      }
      onClose={onClose}
      actions={<StateTag state={row.state} />}
    >
      <div className="stack">
        <div style={{ lineHeight: 1.65 }}>{row.wording}</div>
        {row.countsText !== null && (
          <section>
            <h3 className="panel-part">
              {year} 年台账依据：{row.countsText} <span className="digits">{count(row.count)}</span>
            </h3>
            <EvidenceList
              asked={{ row: row.id, year, which: 'met' }}
              none={`${year} 年台账里还没有${row.countsText}。`}
            />
            {row.lacking > 0 && (
              <>
                <h3 className="panel-part">不符合的 {count(row.lacking)}</h3>
                <EvidenceList asked={{ row: row.id, year, which: 'unmet' }} none="没有。" />
              </>
            )}
            {row.unknown > 0 && (
              <>
                <h3 className="panel-part">没有登记清楚的 {count(row.unknown)}</h3>
                <EvidenceList asked={{ row: row.id, year, which: 'unknown' }} none="没有。" />
              </>
            )}
          </section>
        )}
        <section>
          <h3 className="panel-part">{year} 年附件</h3>
          <Attachments
            owner={{ kind: 'duty', id: `${row.id}:${year}` }}
            empty="会议纪要、方案、通知、照片等材料附在这里，检查时随清单一起出示。"
          />
        </section>
        <section>
          <h3 className="panel-part">落实情况</h3>
          <RecordForm<Fields>
            initial={{
              applies: row.state !== 'not-applicable',
              reason: row.reason ?? '',
              responsible: row.responsible ?? '',
              note: row.note ?? '',
            }}
            onDone={() => undefined}
            doneText={() => `登记 ${row.id} ${year} 年落实情况`}
            save={(fields) =>
              client.duties.save({
                duty: row.id,
                year,
                applies: fields.applies,
                reason: fields.applies ? null : fields.reason?.trim() || null,
                responsible: fields.responsible?.trim() || null,
                note: fields.note?.trim() || null,
              })
            }
          >
            {() => (
              <>
                <Form.Item label="责任人" name="responsible">
                  <Input maxLength={40} />
                </Form.Item>
                <Form.Item label="说明" name="note">
                  <Input.TextArea rows={2} maxLength={500} />
                </Form.Item>
                <Form.Item name="applies" valuePropName="checked">
                  <Checkbox>这一条适用于本单位</Checkbox>
                </Form.Item>
                <Form.Item noStyle dependencies={['applies']}>
                  {({ getFieldValue }) =>
                    getFieldValue('applies') === false && (
                      <Form.Item
                        label="不适用的原因"
                        name="reason"
                        rules={[{ required: true, min: 2, message: '请写明原因' }]}
                      >
                        <Input maxLength={200} placeholder="如：本县不在该文件的辖区内" />
                      </Form.Item>
                    )
                  }
                </Form.Item>
              </>
            )}
          </RecordForm>
        </section>
      </div>
    </SidePanel>
  )
}
