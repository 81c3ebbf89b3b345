import { Button, DatePicker, Form, Input, InputNumber, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import type { ReferralCount, ReferralRow } from '../../../shared/contract/services.ts'
import { REFERRAL_RESULTS, type ReferralResult } from '../../../shared/domain/services.ts'
import { REFERRAL_RESULT_TEXT } from '../../../shared/text/services.ts'
import { client } from '../../client.ts'
import { useDay } from '../../state/day.ts'
import { RecordForm } from '../organisations/RecordForm.tsx'
import { OrgSelect } from '../people/OrgSelect.tsx'
import { useLedgerOfficer } from './officer.ts'
import { PersonSelect } from './PersonSelect.tsx'
import { RemoveRecord } from './RemoveRecord.tsx'

type Fields = {
  personId?: string | null
  employerId?: string | null
  on: Dayjs
  office: string
  result: ReferralResult
  resultOn?: Dayjs | null
  amount?: number | null
  doneBy?: string
  note?: string
}

/** One referral under a row: to whom, when, and what came of it. */
export function ReferralForm({
  row,
  referral,
  onDone,
}: {
  row: ReferralCount
  referral: ReferralRow | null
  onDone: () => void
}) {
  const { asOf } = useDay()
  const officer = useLedgerOfficer()
  const forPerson = row.beneficiary === 'person'
  return (
    <RecordForm<Fields>
      initial={initialOf(referral, dayjs(asOf), officer)}
      onDone={onDone}
      doneText={() => `${referral ? '修改' : '登记'}转介 ${row.name}`}
      save={(fields) =>
        client.services.saveReferral({
          ...(referral ? { id: referral.id } : {}),
          benefit: row.id,
          personId: forPerson ? (fields.personId ?? null) : null,
          employerId: forPerson ? null : (fields.employerId ?? null),
          on: fields.on.format('YYYY-MM-DD'),
          office: fields.office.trim(),
          result: fields.result,
          resultOn:
            fields.result !== 'waiting' && fields.resultOn ? fields.resultOn.format('YYYY-MM-DD') : null,
          amountFen:
            fields.result !== 'granted' || fields.amount == null ? null : Math.round(fields.amount * 100),
          doneBy: fields.doneBy?.trim() || null,
          note: fields.note?.trim() || null,
        })
      }
    >
      {(form) => (
        <>
          {forPerson ? (
            <Form.Item label="人员" name="personId" rules={[{ required: true, message: '请选择人员' }]}>
              <PersonSelect name={referral?.person?.name ?? null} />
            </Form.Item>
          ) : (
            <Form.Item label="用人单位" name="employerId" rules={[{ required: true, message: '请选择单位' }]}>
              <OrgSelect of="employers" name={referral?.employer?.name ?? null} />
            </Form.Item>
          )}
          <div className="two">
            <Form.Item label="转介日期" name="on" rules={[{ required: true, message: '请填写日期' }]}>
              <DatePicker style={{ width: '100%' }} />
            </Form.Item>
            <Form.Item
              label="转介到"
              name="office"
              rules={[{ required: true, min: 2, message: '请写明转介到哪个部门' }]}
            >
              <Input maxLength={80} placeholder="如：县社保局、某银行" />
            </Form.Item>
            <Form.Item label="结果" name="result">
              <Select
                options={REFERRAL_RESULTS.map((one) => ({ value: one, label: REFERRAL_RESULT_TEXT[one] }))}
              />
            </Form.Item>
            <Form.Item noStyle dependencies={['result']}>
              {() =>
                form.getFieldValue('result') !== 'waiting' && (
                  <Form.Item label="结果日期" name="resultOn">
                    <DatePicker style={{ width: '100%' }} />
                  </Form.Item>
                )
              }
            </Form.Item>
            <Form.Item noStyle dependencies={['result']}>
              {() =>
                form.getFieldValue('result') === 'granted' && (
                  <Form.Item label="金额（元，知道就填）" name="amount">
                    <InputNumber min={0} precision={2} style={{ width: '100%' }} />
                  </Form.Item>
                )
              }
            </Form.Item>
            <Form.Item label="经办人" name="doneBy">
              <Input maxLength={40} />
            </Form.Item>
          </div>
          <Form.Item label="备注" name="note">
            <Input maxLength={500} />
          </Form.Item>
          <div className="row" style={{ justifyContent: 'flex-end', marginBottom: 8 }}>
            <Button size="small" onClick={onDone}>
              取消
            </Button>
            {referral && (
              <RemoveRecord
                what={`${referral.on} 的转介`}
                remove={(reason) => client.services.removeReferral({ id: referral.id, reason })}
                onDone={onDone}
              />
            )}
          </div>
        </>
      )}
    </RecordForm>
  )
}

function initialOf(referral: ReferralRow | null, day: Dayjs, officer: string): Partial<Fields> {
  if (referral === null) return { on: day, result: 'waiting', doneBy: officer }
  return {
    personId: referral.personId,
    employerId: referral.employerId,
    on: dayjs(referral.on),
    office: referral.office,
    result: referral.result,
    resultOn: referral.resultOn === null ? null : dayjs(referral.resultOn),
    amount: referral.amountFen === null ? null : referral.amountFen / 100,
    doneBy: referral.doneBy ?? '',
    note: referral.note ?? '',
  }
}
