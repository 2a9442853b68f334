// SPDX-License-Identifier: GPL-3.0-or-later
// What the server says of one field of a record. Its sentence is English and begins with the name of the field, which the page has
// written already: English readers get the rest of it, Chinese readers our own sentence for the codes that a form can meet.
import type { Diagnostic } from '../api/types';
import { language } from './index';

const ZH: Record<string, string> = {
  missing: '尚未填写',
  wrong_type: '写法不对，读不出来',
  unknown_value: '不在可选的值之内',
  bad_date: '不是日历上的日期，请写成 2026-03-05、2026-03 或 2026',
  unread_amount: '金额读不出来，已按原文保留；请写成 100 或 100万元',
  too_long: '超过征集表规定的字数，已按原文保留',
  too_many: '超过征集表规定的个数，已全部保留',
  out_of_range: '数值超出范围',
  reversed: '前后颠倒',
  indicators_contradict: '有两个不能同时满足的指标，请只留一个，或写明各自的条件',
  indicator_reversed: '有指标的下限高于上限，请把较小的数写在前面',
  indicator_dimension: '有指标的单位与指标不符，请核对单位',
  indicator_unread: '有指标的单位或关系互相矛盾，请核对',
  control_character: '含有控制字符，请删去',
};

export function remark({ code, message, hint }: Pick<Diagnostic, 'code' | 'message' | 'hint'>): { message: string; hint: string } {
  if (language.value === 'zh' && ZH[code]) return { message: ZH[code], hint: '' };
  return { message: message.replace(/^field "[^"]*"(?: \([^)]*\))?:? /, ''), hint: hint ?? '' };
}
