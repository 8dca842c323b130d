-- What detection tells of dossiers and officials, as somebody who knows the records would ask for it in SQL: no statistics.
-- {records}: the canonical record set; {out}: where to write; {as_of}: the instant looked at. calendar.parquet: working days.
CREATE TABLE calendar AS FROM '{out}/calendar.parquet';
CREATE TABLE as_of AS SELECT TIMESTAMP '{as_of}' AS until, w FROM calendar WHERE day = CAST(TIMESTAMP '{as_of}' AS DATE);
CREATE TABLE rules AS SELECT procedure, limit_working_days AS "limit", required_documents AS listed, fee AS fee_due,
    coalesce(max_supplement_requests, 1) AS allowed, coalesce(valid_from, DATE '1900-01-01') AS valid_from,
    coalesce(valid_to, DATE '2999-12-31') AS valid_to FROM '{records}/procedures.parquet';

CREATE TABLE steps AS SELECT e.dossier, e.seq, e."at", c.w, e.activity, e.official, e.unit, e.document, e.amount,
    trim(coalesce(e.reason, '')) <> '' AS reasoned
    FROM '{records}/events.parquet' e LEFT JOIN calendar c ON c.day = CAST(e."at" AS DATE)
    WHERE e."at" <= (SELECT until FROM as_of);

CREATE TABLE gathered AS SELECT dossier,
    coalesce(arg_min(official, seq) FILTER (activity = 'received'),
        arg_min(official, seq) FILTER (activity IN ('receipt_slip_issued', 'guidance_given', 'forwarded'))) AS intake,
    arg_max(official, rank * 1000000 + seq) FILTER (rank > 0) AS handler,
    arg_min(official, seq) FILTER (activity = 'supplement_requested') AS requester,
    arg_max(official, seq) FILTER (activity = 'fee_collected') AS collector,
    arg_max(official, seq) FILTER (activity IN ('approved', 'refused')) AS decider,
    max("at") FILTER (activity = 'result_ready') AS ready_at,
    max("at") FILTER (activity IN ('finished', 'withdrawn')) AS closed_at,
    max("at") FILTER (activity = 'reopened') AS reopened_at,
    min("at") FILTER (activity = 'guidance_given') AS guided_at,
    min("at") FILTER (activity = 'supplement_requested') AS requested_at,
    min("at") FILTER (activity = 'apology_issued') AS apology_at,
    sum(amount) FILTER (activity = 'fee_collected') AS paid,
    count(amount) FILTER (activity = 'fee_collected') AS payments,
    count(*) FILTER (activity IN ('supplement_requested', 'suspended')) AS stops,
    arg_max(activity, seq) AS last_step, max(w) AS last_w
    FROM (SELECT *, CASE activity WHEN 'appraised' THEN 6 WHEN 'field_visit' THEN 5 WHEN 'consulted' THEN 4
        WHEN 'supplement_requested' THEN 3 WHEN 'suspended' THEN 3 WHEN 'resumed' THEN 2
        WHEN 'Ghi chú nội bộ' THEN 1 ELSE 0 END AS rank FROM steps) GROUP BY dossier;

CREATE TABLE timed AS SELECT t.*, coalesce(ended.w, (SELECT w FROM as_of)) AS end_w, end_at IS NULL AS open
    FROM (SELECT d.dossier, d.procedure, d.unit, d.agent, d.channel, d.applicant_kind, d.outcome, d.received_at,
        CAST(d.received_at AS DATE) AS received_on, year(d.received_at) * 12 + month(d.received_at) - 1 AS month,
        r.w AS received_w, d.due_at, d.fee_charged, g.* EXCLUDE (dossier, closed_at, reopened_at, ready_at),
        rules."limit", rules.listed, rules.fee_due, rules.allowed,
        coalesce(d.finished_at, CASE WHEN reopened_at IS NULL OR closed_at >= reopened_at THEN closed_at END)
            AS finished_at,
        CASE WHEN reopened_at IS NULL OR ready_at >= reopened_at THEN ready_at END AS ready_at,
        least(coalesce(d.finished_at, CASE WHEN reopened_at IS NULL OR closed_at >= reopened_at THEN closed_at END),
            CASE WHEN reopened_at IS NULL OR ready_at >= reopened_at THEN ready_at END) AS end_at
        FROM (SELECT * REPLACE (CASE WHEN finished_at <= (SELECT until FROM as_of) THEN finished_at END AS finished_at)
            FROM '{records}/dossiers.parquet' WHERE received_at <= (SELECT until FROM as_of)) d
        LEFT JOIN gathered g ON g.dossier = d.dossier
        LEFT JOIN calendar r ON r.day = CAST(d.received_at AS DATE)
        LEFT JOIN rules ON rules.procedure = d.procedure
            AND CAST(d.received_at AS DATE) BETWEEN rules.valid_from AND rules.valid_to) t
    LEFT JOIN calendar ended ON ended.day = CAST(t.end_at AS DATE);

CREATE TABLE stretches AS SELECT *, CASE WHEN stands THEN greatest(next_here - here, 0) ELSE 0 END AS stopped FROM (
    SELECT *, coalesce(lead(here) OVER part, end_w) AS next_here, coalesce(lag(stands) OVER part, false) AS stood FROM (
    SELECT s.dossier, s.seq, s."at", s.official, t.received_w, t.end_w, greatest(t.received_w, least(s.w, t.end_w)) AS here,
        coalesce(max(CASE WHEN activity = 'supplement_requested' THEN seq END) OVER so_far, 0)
            > coalesce(max(CASE WHEN activity = 'supplement_received' THEN seq END) OVER so_far, 0)
        OR coalesce(max(CASE WHEN activity = 'suspended' THEN seq END) OVER so_far, 0)
            > coalesce(max(CASE WHEN activity = 'resumed' THEN seq END) OVER so_far, 0) AS stands
    FROM steps s JOIN timed t USING (dossier)
    WHERE activity IN ('supplement_requested', 'supplement_received', 'suspended', 'resumed')
    WINDOW so_far AS (PARTITION BY s.dossier ORDER BY seq))
    WINDOW part AS (PARTITION BY dossier ORDER BY seq));

CREATE TABLE requests AS SELECT s.dossier, s.seq, s."at", s.official, s.document, t.procedure, t.unit,
    CASE WHEN s.document IS NOT NULL AND t.listed IS NOT NULL THEN list_contains(t.listed, s.document) END AS on_list
    FROM steps s JOIN timed t USING (dossier) WHERE s.activity = 'supplement_requested';

CREATE TABLE facts AS SELECT *, elapsed - "limit" AS over, elapsed > "limit" AS late, due_w < (SELECT w FROM as_of) AS matured
    FROM (SELECT t.*, coalesce(s.stopped, 0) AS stopped, coalesce(r.requests, 0) AS requests,
        coalesce(r.outside, 0) AS outside, end_w - received_w - coalesce(s.stopped, 0) AS elapsed,
        received_w + "limit" + coalesce(s.stopped, 0) AS due_w FROM timed t
    LEFT JOIN (SELECT dossier, sum(stopped) AS stopped FROM stretches GROUP BY dossier) s USING (dossier)
    LEFT JOIN (SELECT dossier, count(DISTINCT CAST("at" AS DATE)) AS requests, count(*) FILTER (NOT on_list) AS outside
        FROM requests GROUP BY dossier) r USING (dossier));

CREATE TABLE hands AS SELECT dossier, official, count(*) AS acts, sum(held) AS held,
    count(*) FILTER (activity = 'supplement_requested') AS asked, min(w) AS first_w, max(w) AS last_w,
    CASE WHEN bool_or(role = 1) THEN 1 WHEN bool_or(role = 2) THEN 2 WHEN bool_or(role = 0) THEN 0
        WHEN bool_or(role = 3) THEN 3 ELSE 1 END AS role
    FROM (SELECT *, greatest(CASE WHEN activity IN ('supplement_received', 'resumed') OR before = 'consulted'
            OR (stands AND activity NOT IN ('supplement_requested', 'suspended')) THEN 0
            ELSE coalesce(w - since, 0) END, 0) AS held,
        CASE WHEN activity IN ('received', 'receipt_slip_issued', 'guidance_given', 'forwarded', 'supplement_received')
            THEN 0 WHEN activity IN ('approved', 'refused', 'returned_for_correction') THEN 2
            WHEN activity IN ('fee_collected', 'result_ready', 'finished', 'withdrawn', 'reopened', 'apology_issued',
                'due_changed') THEN 3 WHEN activity = 'supplement_requested' THEN 4 ELSE 1 END AS role
        FROM (SELECT *, lag(w) OVER part AS since, lag(activity) OVER part AS before,
            coalesce(max(CASE WHEN activity = 'supplement_requested' THEN seq END) OVER part, 0)
                > coalesce(max(CASE WHEN activity = 'supplement_received' THEN seq END) OVER part, 0)
            OR coalesce(max(CASE WHEN activity = 'suspended' THEN seq END) OVER part, 0)
                > coalesce(max(CASE WHEN activity = 'resumed' THEN seq END) OVER part, 0) AS stands
            FROM steps WINDOW part AS (PARTITION BY dossier ORDER BY seq)))
    WHERE official IS NOT NULL GROUP BY dossier, official;

-- Breaches: one row for each dossier in which a rule was broken.
CREATE TABLE breaches AS
    SELECT 'D0' AS indicator, dossier, unit, procedure, elapsed AS observed, "limit" AS expected FROM facts
        WHERE matured AND late
    UNION ALL SELECT 'D4', dossier, unit, procedure, 0, 1 FROM facts
        WHERE matured AND late AND apology_at IS NULL AND NOT (open AND over <= 2)
    UNION ALL SELECT 'C4', dossier, unit, procedure, 1, 0 FROM facts WHERE requested_at IS NOT NULL
        AND NOT coalesce(CAST(guided_at AS DATE) <= CAST(requested_at AS DATE), false)
    UNION ALL SELECT 'B9', dossier, unit, procedure, greatest(paid, fee_charged), fee_due FROM facts
        WHERE greatest(paid, fee_charged) > fee_due
    UNION ALL SELECT 'C3', r.dossier, r.unit, r.procedure, f.requests, f.allowed FROM
        (SELECT *, max(last) OVER (PARTITION BY dossier) AS final FROM
            (SELECT dossier, unit, procedure, official, max("at") AS last FROM requests GROUP BY ALL)) r
        JOIN facts f USING (dossier) WHERE last = final AND f.requests > f.allowed;
COPY (SELECT * FROM breaches ORDER BY indicator, observed - expected DESC, dossier) TO '{out}/breaches.parquet';

-- Cells of the patterns: who, among comparable dossiers, how many cases, how often it happened.
CREATE MACRO quarter_of(month) AS month - month % 3;
CREATE TABLE usual AS SELECT procedure, role, median(held) AS usual FROM hands JOIN facts USING (dossier)
    WHERE matured GROUP BY ALL;
COPY (
    SELECT 'D1' AS indicator, official, unit, procedure, channel, applicant_kind, quarter_of(month) AS quarter, role,
        count(*) AS n, count(*) FILTER (late AND excess > 0 AND elapsed - excess <= "limit" AND excess = most) AS events
    FROM (SELECT *, max(excess) OVER (PARTITION BY dossier) AS most FROM (SELECT h.*, f.* EXCLUDE (dossier),
        greatest(h.held - u.usual, 0) AS excess FROM hands h JOIN facts f USING (dossier)
        JOIN usual u ON u.procedure = f.procedure AND u.role = h.role WHERE f.matured)) GROUP BY ALL
    UNION ALL SELECT 'B1', official, unit, procedure, channel, applicant_kind, quarter_of(month), role, count(*),
        count(*) FILTER (asked > 0) FROM hands JOIN facts USING (dossier) WHERE role IN (0, 1) GROUP BY ALL
    UNION ALL SELECT 'B9', coalesce(collector, intake), unit, procedure, channel, applicant_kind, quarter_of(month), 0,
        count(*), count(*) FILTER (greatest(paid, fee_charged) > fee_due) FROM facts WHERE fee_due IS NOT NULL GROUP BY ALL
    UNION ALL SELECT 'C1', intake, unit, procedure, channel, applicant_kind, quarter_of(month), 0, count(*),
        count(*) FILTER (requested_at IS NOT NULL) FROM facts WHERE channel = 'counter' GROUP BY ALL
    UNION ALL SELECT 'C4', intake, unit, procedure, channel, applicant_kind, quarter_of(month), 0, count(*),
        count(*) FILTER (guided_at IS NULL OR CAST(guided_at AS DATE) > CAST(requested_at AS DATE)) FROM facts
        WHERE requested_at IS NOT NULL GROUP BY ALL
    UNION ALL SELECT 'D4', handler, unit, procedure, channel, applicant_kind, quarter_of(month), 0, count(*),
        count(*) FILTER (late AND apology_at IS NULL) FROM facts WHERE matured GROUP BY ALL
    UNION ALL SELECT 'D2', handler, unit, procedure, channel, applicant_kind, quarter_of(month), 0, count(*),
        count(*) FILTER (near.dossier IS NOT NULL) FROM facts LEFT JOIN (SELECT DISTINCT s.dossier FROM stretches s
            JOIN facts f USING (dossier) WHERE s.stands AND NOT s.stood AND s.here - s.received_w >= f."limit" - 2) near
        ON near.dossier = facts.dossier WHERE "limit" >= 5 AND elapsed >= "limit" - 2 GROUP BY ALL
    UNION ALL SELECT 'B5', handler, unit, procedure, channel, agent, quarter_of(month), 0, count(*),
        count(*) FILTER (requests = 0 AND elapsed <= quick) FROM facts JOIN (SELECT procedure,
            quantile_cont(elapsed, 0.25) AS quick FROM facts WHERE NOT open GROUP BY procedure) USING (procedure)
        WHERE NOT open GROUP BY ALL
    UNION ALL SELECT 'E1', a.official, f.unit, f.procedure, f.channel, f.applicant_kind, quarter_of(f.month), 0, count(*),
        count(*) FILTER (h.dossier IS NULL) FROM (SELECT DISTINCT official, dossier, CAST("at" AS DATE) AS day
            FROM '{records}/accesses.parquet') a JOIN facts f USING (dossier)
        LEFT JOIN hands h ON h.dossier = a.dossier AND h.official = a.official GROUP BY ALL
) TO '{out}/cells.parquet';
