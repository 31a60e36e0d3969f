"""What the database itself refuses: visits of people who may not go, and the loss of what safeguarding rests on.

The rules are those that `ambassadors/rules/vetting.py` states. `ambassadors_verdicts` is their one place in SQL: the
trigger on visits asks it about the visit's day, the matching query about the days of a request, Python by way of
`ambassadors_why_not`. Nothing here asks what day it is: all turns on the day of the visit.
"""

from django.db import migrations

COUNTED = "('proposed', 'accepted', 'confirmed', 'done')"
HOLDING = "('proposed', 'accepted', 'confirmed')"

# Which square a person would travel in, as degrees: a hair wider than the circle, so that nobody on its rim is lost.
# 111.19 kilometres are a degree of a great circle on the Earth of pathways.near (6,371 km).
REACH = """
CREATE FUNCTION ambassadors_reach(latitude double precision, longitude double precision, miles integer)
RETURNS box LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT box(
        point(longitude - up / cos(radians(abs(latitude) + up)), latitude - up),
        point(longitude + up / cos(radians(abs(latitude) + up)), latitude + up)
    ) FROM (SELECT miles * 1.609344 / 111.19 + 0.001 AS up) AS degrees
$$;
CREATE INDEX ambassador_reach ON ambassadors_ambassador
    USING gist (ambassadors_reach(latitude, longitude, travel_miles::integer))
    WHERE standing = 'active' AND in_person AND latitude IS NOT NULL AND longitude IS NOT NULL;
"""
DROP_REACH = """
DROP INDEX ambassador_reach;
DROP FUNCTION ambassadors_reach(double precision, double precision, integer);
"""

# Who was asked how often, straight from the index.
ASKED = """
CREATE INDEX visit_asked ON ambassadors_visit (ambassador_id, proposed_at);
"""
DROP_ASKED = "DROP INDEX visit_asked;"

# The days on which people are with pupils, by everybody who is there.
BUSY = f"""
CREATE FUNCTION ambassadors_busy_days(who bigint, except_visit bigint) RETURNS date[] LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT coalesce(array_agg(DISTINCT touched::date), '{{}}')
    FROM (
        SELECT v.id, v.starts_at, v.ends_at FROM ambassadors_visit v
        WHERE v.ambassador_id = who AND v.state IN {COUNTED}
        UNION ALL
        SELECT v.id, v.starts_at, v.ends_at FROM ambassadors_visit v
        WHERE v.companion_id = who AND v.state IN {COUNTED}
    ) AS visit,
    generate_series(
        (starts_at AT TIME ZONE 'Europe/London')::date,
        (ends_at AT TIME ZONE 'Europe/London' - interval '1 microsecond')::date,
        interval '1 day'
    ) AS touched
    WHERE visit.id IS DISTINCT FROM except_visit);
END
$$;

CREATE FUNCTION ambassadors_most_days(busy date[], on_day date, width integer) RETURNS bigint
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN (SELECT max((
        SELECT count(DISTINCT other) FROM unnest(busy || on_day) AS other
        WHERE other BETWEEN first_day AND first_day + width - 1
    ))
    FROM unnest(busy || on_day) AS first_day WHERE first_day BETWEEN on_day - width + 1 AND on_day);
END
$$;
"""
DROP_BUSY = """
DROP FUNCTION ambassadors_most_days(date[], date, integer);
DROP FUNCTION ambassadors_busy_days(bigint, bigint);
"""

# For each day a reason why somebody may not visit on it, or null. Rules and the year's count are read once for as
# many days as they hold.
VERDICTS = f"""
CREATE FUNCTION ambassadors_verdicts(
    who bigint, days date[], at_nation text, at_setting text, overnight boolean, with_companion bigint,
    except_visit bigint, as_companion boolean
) RETURNS text[] LANGUAGE plpgsql STABLE AS $$
DECLARE
    person record;
    rule record;
    busy date[];
    beside text[];
    verdicts text[] := '{{}}';
    verdict text;
    on_day date;
    year_first date;
    year_visits bigint;
BEGIN
    SELECT a.standing, a.merged_into_id, a.adult_from, a.yearly_limit INTO person
    FROM ambassadors_ambassador a WHERE a.id = who;
    IF person.standing IS DISTINCT FROM 'active' OR person.merged_into_id IS NOT NULL THEN
        RETURN array_fill('not_active'::text, ARRAY[cardinality(days)]);
    END IF;
    IF with_companion IS NOT NULL THEN
        beside := ambassadors_verdicts(
            with_companion, days, at_nation, at_setting, overnight, NULL, except_visit, true
        );
    END IF;
    busy := ambassadors_busy_days(who, except_visit);
    SELECT * INTO rule FROM ambassadors_rule(who, days[1], at_nation, at_setting, overnight);
    FOREACH on_day IN ARRAY days LOOP
        IF on_day < rule.first_day OR on_day > rule.last_day THEN
            SELECT * INTO rule FROM ambassadors_rule(who, on_day, at_nation, at_setting, overnight);
        END IF;
        IF as_companion THEN
            year_visits := 0;
        ELSIF year_first IS NULL OR on_day < year_first OR on_day >= year_first + interval '1 year' THEN
            year_first := make_date(
                (extract(year FROM on_day) - (extract(month FROM on_day) < 9)::integer)::integer, 9, 1
            );
            SELECT count(*) INTO year_visits FROM ambassadors_visit v
            WHERE v.ambassador_id = who AND v.state IN {COUNTED} AND v.id IS DISTINCT FROM except_visit
                AND v.day >= year_first AND v.day < year_first + interval '1 year';
        END IF;
        verdict := CASE
            WHEN person.adult_from > on_day
                AND (as_companion OR coalesce(on_day < person.adult_from - rule.below_adult, true))
                THEN 'too_young'
            WHEN rule.kinds IS NULL THEN 'no_rule'
            WHEN coalesce(rule.due_on > on_day, false) THEN NULL
            WHEN overnight THEN 'overnight'
            WHEN rule.due_on IS NOT NULL THEN 'recheck_due'
            ELSE 'not_cleared'
        END;
        -- Without a rule on the least age nobody under 18 goes. Days are counted where the rules count them; the count decides under which of the two rules the day falls.
        IF verdict IS DISTINCT FROM 'too_young' AND NOT overnight AND rule.most_days IS NOT NULL
            AND cardinality(busy) >= rule.most_days
            AND ambassadors_most_days(busy, on_day, rule.window_days) > rule.most_days
        THEN
            verdict := CASE WHEN coalesce(rule.frequent_due_on > on_day, false) THEN NULL ELSE 'frequent' END;
        END IF;
        IF verdict IS NULL AND NOT as_companion AND year_visits >= person.yearly_limit THEN
            verdict := 'capacity';
        END IF;
        IF verdict IS NULL AND NOT as_companion AND person.adult_from > on_day AND with_companion IS NULL THEN
            verdict := 'no_companion';
        END IF;
        IF verdict IS NULL AND beside[cardinality(verdicts) + 1] IS NOT NULL THEN
            verdict := 'companion';
        END IF;
        verdicts := array_append(verdicts, verdict);
    END LOOP;
    RETURN verdicts;
END
$$;

CREATE FUNCTION ambassadors_why_not(
    who bigint, on_day date, at_nation text, at_setting text, overnight boolean, with_companion bigint,
    except_visit bigint
) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT (ambassadors_verdicts(
        who, ARRAY[on_day], at_nation, at_setting, overnight, with_companion, except_visit, false
    ))[1]
$$;
"""
DROP_VERDICTS = """
DROP FUNCTION ambassadors_why_not(bigint, date, text, text, boolean, bigint, bigint);
DROP FUNCTION ambassadors_verdicts(bigint, date[], text, text, boolean, bigint, bigint, boolean);
"""

# The rules of a day, how long they hold, and until when somebody is cleared by them. A refusal that stands takes away
# every clearance that is not younger than it.
RULE = """
CREATE FUNCTION ambassadors_rule(who bigint, on_day date, at_nation text, at_setting text, overnight boolean,
    OUT first_day date, OUT last_day date, OUT kinds text[], OUT due_on date,
    OUT most_days integer, OUT window_days integer, OUT frequent_due_on date, OUT below_adult interval
) LANGUAGE plpgsql STABLE AS $$
DECLARE
    frequent_kinds text[];
BEGIN
    first_day := on_day;
    SELECT r.accepted INTO kinds FROM ambassadors_vettingrule r
    WHERE r.nation = at_nation AND r.setting = at_setting
        AND r.pattern = CASE WHEN overnight THEN 'overnight' ELSE 'one_off' END
        AND r.valid_from <= on_day AND (r.valid_to IS NULL OR r.valid_to >= on_day)
    ORDER BY r.valid_from DESC, r.id DESC LIMIT 1;
    SELECT r.accepted, r.most_days, r.window_days INTO frequent_kinds, most_days, window_days
    FROM ambassadors_vettingrule r
    WHERE r.nation = at_nation AND r.setting = at_setting AND r.pattern = 'frequent'
        AND r.valid_from <= on_day AND (r.valid_to IS NULL OR r.valid_to >= on_day)
    ORDER BY r.valid_from DESC, r.id DESC LIMIT 1;
    SELECT make_interval(years => 18 - r.value) INTO below_adult FROM ambassadors_schemerule r
    WHERE r.name = 'minimum-age' AND r.valid_from <= on_day AND (r.valid_to IS NULL OR r.valid_to >= on_day)
    ORDER BY r.valid_from DESC, r.id DESC LIMIT 1;
    SELECT coalesce(min(least(
        CASE WHEN r.valid_from > on_day THEN r.valid_from - 1 END, CASE WHEN r.valid_to >= on_day THEN r.valid_to END
    )), 'infinity') INTO last_day
    FROM (
        SELECT v.valid_from, v.valid_to FROM ambassadors_vettingrule v
        WHERE v.nation = at_nation AND v.setting = at_setting
        UNION ALL
        SELECT s.valid_from, s.valid_to FROM ambassadors_schemerule s WHERE s.name = 'minimum-age'
    ) AS r;
    SELECT max(d.recheck_due_on) FILTER (WHERE d.kind = ANY(kinds)),
        max(d.recheck_due_on) FILTER (WHERE d.kind = ANY(frequent_kinds))
    INTO due_on, frequent_due_on
    FROM ambassadors_vettingdecision d
    WHERE d.ambassador_id = who AND d.replaced_at IS NULL AND d.outcome = 'cleared' AND NOT EXISTS (
        SELECT FROM ambassadors_vettingdecision no
        WHERE no.ambassador_id = who AND no.replaced_at IS NULL AND no.outcome = 'refused'
            AND no.decided_at >= d.decided_at
    );
END
$$;
"""
DROP_RULE = "DROP FUNCTION ambassadors_rule(bigint, date, text, text, boolean);"

# People are locked in the order of their numbers: two bookings cannot both take the last of somebody's capacity, a
# suspension waits for a booking or the booking for it, and two bookings never wait for each other.
GUARD = f"""
CREATE FUNCTION ambassadors_guard_visit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    reason text;
BEGIN
    PERFORM FROM ambassadors_ambassador a WHERE a.id IN (NEW.ambassador_id, NEW.companion_id)
    ORDER BY a.id FOR NO KEY UPDATE;
    IF NEW.day <> (NEW.starts_at AT TIME ZONE 'Europe/London')::date THEN
        reason := 'wrong_day';
    ELSE
        reason := ambassadors_why_not(
            NEW.ambassador_id, NEW.day, NEW.nation, NEW.setting,
            NEW.is_overnight OR (NEW.ends_at AT TIME ZONE 'Europe/London' - interval '1 microsecond')::date > NEW.day,
            NEW.companion_id, NEW.id
        );
    END IF;
    -- The exclusion constraint keeps one person's own visits apart; it cannot see who comes along.
    IF reason IS NULL AND EXISTS (
        SELECT FROM ambassadors_visit v
        WHERE v.id <> NEW.id AND v.state IN {HOLDING} AND v.starts_at < NEW.ends_at AND v.ends_at > NEW.starts_at
            AND (v.companion_id IN (NEW.ambassador_id, NEW.companion_id) OR v.ambassador_id = NEW.companion_id)
    ) THEN
        reason := 'accompanying';
    END IF;
    IF reason IS NOT NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'visit_' || reason,
            MESSAGE = format('visit of ambassador %s on %s is refused: %s', NEW.ambassador_id, NEW.day, reason);
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER guard_new_visit BEFORE INSERT ON ambassadors_visit FOR EACH ROW
    WHEN (NEW.state IN {HOLDING}) EXECUTE FUNCTION ambassadors_guard_visit();
CREATE TRIGGER guard_changed_visit BEFORE UPDATE ON ambassadors_visit FOR EACH ROW
    WHEN (NEW.state IN {HOLDING} AND (
        OLD.state, OLD.ambassador_id, OLD.companion_id, OLD.day, OLD.starts_at, OLD.ends_at, OLD.nation, OLD.setting,
        OLD.is_overnight
    ) IS DISTINCT FROM (
        NEW.state, NEW.ambassador_id, NEW.companion_id, NEW.day, NEW.starts_at, NEW.ends_at, NEW.nation, NEW.setting,
        NEW.is_overnight
    )) EXECUTE FUNCTION ambassadors_guard_visit();
"""
DROP_GUARD = """
DROP TRIGGER guard_changed_visit ON ambassadors_visit;
DROP TRIGGER guard_new_visit ON ambassadors_visit;
DROP FUNCTION ambassadors_guard_visit();
"""

# Concerns and notes on them may be worked on, never deleted; who looked at vetting is never changed either. Only the
# erasure action (accounts/audit.py) may blank who it was.
KEPT = """
CREATE FUNCTION ambassadors_keep_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND current_setting('waymark.erasing', true) = 'on' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'kept_for_safeguarding',
        MESSAGE = format('rows of %s are kept: no %s', TG_TABLE_NAME, lower(TG_OP));
END
$$;
CREATE TRIGGER keep_concern BEFORE DELETE ON ambassadors_concern
    FOR EACH ROW EXECUTE FUNCTION ambassadors_keep_row();
CREATE TRIGGER keep_note BEFORE DELETE ON ambassadors_concernnote
    FOR EACH ROW EXECUTE FUNCTION ambassadors_keep_row();
CREATE TRIGGER keep_look BEFORE UPDATE OR DELETE ON ambassadors_vettinglook
    FOR EACH ROW EXECUTE FUNCTION ambassadors_keep_row();
"""
DROP_KEPT = """
DROP TRIGGER keep_look ON ambassadors_vettinglook;
DROP TRIGGER keep_note ON ambassadors_concernnote;
DROP TRIGGER keep_concern ON ambassadors_concern;
DROP FUNCTION ambassadors_keep_row();
"""


class Migration(migrations.Migration):
    dependencies = [("ambassadors", "0001_initial")]

    operations = [
        migrations.RunSQL(REACH, DROP_REACH),
        migrations.RunSQL(ASKED, DROP_ASKED),
        migrations.RunSQL(BUSY, DROP_BUSY),
        migrations.RunSQL(RULE, DROP_RULE),
        migrations.RunSQL(VERDICTS, DROP_VERDICTS),
        migrations.RunSQL(GUARD, DROP_GUARD),
        migrations.RunSQL(KEPT, DROP_KEPT),
    ]
