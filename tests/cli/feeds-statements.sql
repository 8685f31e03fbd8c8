-- SPDX-License-Identifier: Apache-2.0
--
-- Statements as expect.tsv of feeds of distributions has them: identifier,
-- ecosystem, release, channel, package, module, architecture, state, range,
-- severity of its own, word, day, CPE names; "-" for none.
.mode tabs
SELECT p.t || v.tail, n.eco, CASE n.release WHEN '' THEN '-' ELSE n.release END,
  CASE n.channel WHEN '' THEN '-' ELSE n.channel END, k.name,
  coalesce(nullif(q.module, ''), '-'), coalesce(nullif(q.arch, ''), '-'),
  CASE a.state WHEN 0 THEN 'affected' WHEN 1 THEN 'fixed'
    WHEN 2 THEN 'not_affected' WHEN 3 THEN 'wont_fix' WHEN 4 THEN 'deferred'
    WHEN 5 THEN 'investigating' WHEN 6 THEN 'end_of_life' ELSE 'undetermined' END,
  CASE WHEN r.id IS NULL THEN 'all' WHEN r.flags & 4 THEN r.lo
    WHEN r.flags & 8 THEN 'opaque ' || r.lo
    ELSE CASE WHEN r.flags & 17 THEN '[' ELSE '(' END ||
      CASE WHEN r.flags & 16 THEN '-' ELSE r.lo END || ',' ||
      CASE WHEN r.flags & 32 THEN '-' ELSE r.hi END ||
      CASE WHEN r.flags & 2 THEN ']' ELSE ')' END END,
  CASE a.severity WHEN 1 THEN 'negligible' WHEN 2 THEN 'low'
    WHEN 3 THEN 'medium' WHEN 4 THEN 'high' WHEN 5 THEN 'critical'
    ELSE '-' END,
  coalesce(w.t, '-'), coalesce(date(a.known * 86400, 'unixepoch'), '-'),
  coalesce(nullif(c.cpes, ''), '-')
FROM affected a JOIN pkg k ON k.id = a.pkg JOIN ns n ON n.id = k.ns
  JOIN adv x ON x.id = a.adv JOIN vid v ON v.id = x.vid
  JOIN prefix p ON p.id = v.prefix LEFT JOIN vrange r ON r.id = a.vrange
  LEFT JOIN qual q ON q.id = a.qual LEFT JOIN cpeset c ON c.id = q.cpeset
  LEFT JOIN word w ON w.id = a.word
ORDER BY a.pkg, a.adv, a.seq;
