/**
 * Parameters that tell a site who sent a visitor, and nothing about what the page shows: docs/QUICK_ADD.md says whose each is. Anything not
 * listed may be part of what the page is, and stays.
 */
const TRACKING_NAMES = new Set(
  (
    'gclid gclsrc dclid gbraid wbraid gad_source gad_campaignid srsltid _ga _gl ' +
    'fbclid fb_action_ids fb_action_types fb_source igshid igsh ' +
    'msclkid yclid ysclid _openstat twclid ttclid li_fat_id epik rdt_cid sccid ' +
    'mc_cid mc_eid mkt_tok _hsenc _hsmi __hstc __hssc __hsfp hsctatracking _ke ' +
    'vero_id vero_conv oly_anon_id oly_enc_id wickedid rb_clickid s_cid ml_subscriber ml_subscriber_hash ' +
    '_branch_match_id _branch_referrer irclickid irgwc cjevent awc'
  ).split(' '),
);
const TRACKING_FAMILIES = /^(?:utm|mtm|pk|piwik|hsa|stm)_/;

/**
 * The address without parameters that only track. Everything else stays letter by letter; an address that has none, or is no web
 * address, comes back as it is.
 */
export function cleanAddress(address: string): string {
  if (!/^https?:\/\//i.test(address)) return address;
  const [rest = '', ...fragments] = address.split('#');
  const mark = rest.indexOf('?');
  if (mark === -1) return address;
  const parts = rest.slice(mark + 1).split('&');
  const kept = parts.filter((part) => !isTracking(part.split('=', 1)[0] ?? ''));
  if (kept.length === parts.length) return address;
  const query = kept.length === 0 ? '' : `?${kept.join('&')}`;
  return [rest.slice(0, mark) + query, ...fragments].join('#');
}

function isTracking(name: string): boolean {
  const plain = name.toLowerCase();
  return TRACKING_NAMES.has(plain) || TRACKING_FAMILIES.test(plain);
}
