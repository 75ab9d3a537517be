import { describe, expect, it } from 'vitest';
import { parseCronLine } from './cron-line.ts';
import { CRON_FIELDS } from './cron/cron-fields.ts';

const lineOf = (text: string) => {
  const fields = parseCronLine(text);
  return fields === null ? null : CRON_FIELDS.map((name) => fields[name]).join(' ');
};

describe('parseCronLine', () => {
  it.each([
    ['*/5 8-18 * * 1-5', '*/5 8-18 * * 1-5'],
    ['  30 8  *\t* mon \n', '30 8 * * mon'],
    ['0 0 L * *', '0 0 L * *'],
    ['61 0 * * *', '61 0 * * *'],
  ])('reads the five fields of %j, whatever blanks are between them', (text, fields) => {
    expect(lineOf(text)).toBe(fields);
  });

  it.each([
    ['@hourly', '0 * * * *'],
    ['@Daily', '0 0 * * *'],
    ['@midnight', '0 0 * * *'],
    ['@weekly', '0 0 * * 0'],
    ['@monthly', '0 0 1 * *'],
    ['@yearly', '0 0 1 1 *'],
    ['@annually', '0 0 1 1 *'],
  ])('knows the name %s', (name, fields) => {
    expect(lineOf(name)).toBe(fields);
  });

  it.each([
    ['30 2 * * * /usr/bin/backup --all', '30 2 * * *'],
    ['0 4 * * 0 root certbot renew', '0 4 * * 0'],
  ])('leaves out the command of %j', (text, fields) => {
    expect(lineOf(text)).toBe(fields);
  });

  it.each([
    '',
    '* * * *',
    '0 30 8 * * mon',
    '0 5 8 * * 2',
    '0 0 12 1 1 ? 2026',
    '@reboot',
    '# 0 4 * * *',
    '5',
  ])('takes %j for no crontab line', (text) => {
    expect(lineOf(text)).toBeNull();
  });
});
