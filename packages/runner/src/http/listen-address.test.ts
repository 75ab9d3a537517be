import { SettingsError } from '@zenpulse/store';
import { describe, expect, it } from 'vitest';
import { addressText, listenAddress } from './listen-address.ts';

describe('where the probes are answered', () => {
  it.each([
    [9090, '127.0.0.1:9090'],
    ['9090', '127.0.0.1:9090'],
    ['0', '127.0.0.1:0'],
    ['0.0.0.0:9090', '0.0.0.0:9090'],
    ['localhost:80', 'localhost:80'],
    ['[::]:9090', '[::]:9090'],
    ['[::1]:65535', '[::1]:65535'],
  ])('%j is %s', (given, text) => {
    expect(addressText(listenAddress(given))).toBe(text);
  });

  it.each([
    ['65536'],
    ['-1'],
    [1.5],
    [''],
    [':9090'],
    ['9090/'],
    ['http://0.0.0.0:9090'],
    ['::1:9090'],
    ['[::1]'],
    ['a b:1'],
  ])('%j is refused', (given) => {
    expect(() => listenAddress(given)).toThrow(SettingsError);
    expect(() => listenAddress(given)).toThrow(/^http: expected a port from 0 to 65535, or .*, got /);
  });
});
