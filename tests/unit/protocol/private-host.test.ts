import { describe, expect, it } from 'vitest';
import { isPrivateHost } from '../../../lib/protocol/private-host.ts';

const hostOf = (address: string) => new URL(address).hostname;

describe('[F16] a host of this computer or a home network', () => {
  it.each([
    'http://localhost/',
    'http://nas.localhost/',
    'http://printer.local/',
    'http://127.0.0.1:8080/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://0.0.0.0/',
    'http://10.1.2.3/',
    'http://172.16.0.1/',
    'http://172.31.255.1/',
    'http://192.168.1.10/',
    'http://169.254.169.254/latest/meta-data',
    'http://100.64.0.1/',
    'http://[::1]/',
    'http://[::]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[fd00::1]/',
    'http://[fe80::1]/',
  ])('is known: %s', (address) => expect(isPrivateHost(hostOf(address))).toBe(true));

  it.each([
    'https://school.example/',
    'https://10.example.com/',
    'https://8.8.8.8/',
    'https://172.32.0.1/',
    'https://100.128.0.1/',
    'https://[2606:4700::1111]/',
    'https://localhost.example.com/',
  ])('is none: %s', (address) => expect(isPrivateHost(hostOf(address))).toBe(false));
});
