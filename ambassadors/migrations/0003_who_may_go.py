"""Whether somebody may visit on a day, and on which half days they could: the one place of these rules in SQL.

`ambassadors_look` goes through days for one person. The trigger on visits (0002) asks it about the visit's day, the
matching query about the days of a request: what schools are offered and what the trigger lets in are decided in one
place. The rules are stated in `ambassadors/rules/vetting.py`; nothing here asks what day it is.
"""

from django.db import migrations

COUNTED = "('proposed', 'accepted', 'confirmed', 'done')"

# The rules of a day, and from when until when they all hold, so that they are read once for many days and people.
RULES = """
CREATE TYPE ambassadors_rules AS (
    first_day date, last_day date, kinds text[], frequent_kinds text[], most_days integer, window_days integer,
    below_adult interval
);
CREATE FUNCTION ambassadors_rules_on(on_day date, at_nation text, at_setting text, overnight boolean)
RETURNS ambassadors_rules LANGUAGE plpgsql STABLE AS $$
DECLARE
    found ambassadors_rules;
BEGIN
    found.first_day := on_day;
    SELECT r.accepted INTO found.kinds FROM ambassadors_vettingrule r
    WHERE r.nation = at_nation AND r.setting = at_setting
        AND r.pattern = CASE WHEN overnight THEN 'overnight' ELSE 'one_off' END
        AND r.valid_from <= on_day AND (r.valid_to IS NULL OR r.valid_to >= on_day)
    ORDER BY r.valid_from DESC, r.id DESC LIMIT 1;
    SELECT r.accepted, r.most_days, r.window_days INTO found.frequent_kinds, found.most_days, found.window_days
    FROM ambassadors_vettingrule r
    WHERE r.nation = at_nation AND r.setting = at_setting AND r.pattern = 'frequent'
        AND r.valid_from <= on_day AND (r.valid_to IS NULL OR r.valid_to >= on_day)
    ORDER BY r.valid_from DESC, r.id DESC LIMIT 1;
    SELECT make_interval(years => 18 - r.value) INTO found.below_adult FROM ambassadors_schemerule r
    WHERE r.name = 'minimum-age' AND r.valid_from <= on_day AND (r.valid_to IS NULL OR r.valid_to >= on_day)
    ORDER BY r.valid_from DESC, r.id DESC LIMIT 1;
    SELECT coalesce(min(least(
        CASE WHEN r.valid_from > on_day THEN r.valid_from - 1 END, CASE WHEN r.valid_to >= on_day THEN r.valid_to END
    )), 'infinity') INTO found.last_day
    FROM (
        SELECT v.valid_from, v.valid_to FROM ambassadors_vettingrule v
        WHERE v.nation = at_nation AND v.setting = at_setting
        UNION ALL
        SELECT s.valid_from, s.valid_to FROM ambassadors_schemerule s WHERE s.name = 'minimum-age'
    ) AS r;
    RETURN found;
END
$$;
CREATE FUNCTION ambassadors_rules_of(days date[], at_nation text, at_setting text, overnight boolean)
RETURNS ambassadors_rules[] LANGUAGE plpgsql STABLE AS $$
DECLARE
    found ambassadors_rules[] := '{}';
    rule ambassadors_rules;
    on_day date;
BEGIN
    FOREACH on_day IN ARRAY days LOOP
        CONTINUE WHEN on_day BETWEEN rule.first_day AND rule.last_day;
        rule := ambassadors_rules_on(on_day, at_nation, at_setting, overnight);
        found := array_append(found, rule);
    END LOOP;
    RETURN found;
END
$$;
"""
DROP_RULES = """
DROP FUNCTION ambassadors_rules_of(date[], text, text, boolean);
DROP FUNCTION ambassadors_rules_on(date, text, text, boolean);
DROP TYPE ambassadors_rules;
"""

# All that is held about one person, in one statement. Visits are those that count, as ambassador or as companion;
# `own` are the days of the former. Of availability, `said` has a bit for each half day: mornings from Monday are bits
# 0 to 6, afternoons 7 to 13; a row without any speaks of all of them. A refusal that stands takes away every clearance
# that is not younger than it.
PERSON = f"""
CREATE FUNCTION ambassadors_person(who bigint, except_visit bigint,
    OUT is_active boolean, OUT adult_from date, OUT yearly_limit integer, OUT kinds text[], OUT dues date[],
    OUT starts timestamptz[], OUT ends timestamptz[], OUT holds boolean[], OUT own date[],
    OUT away boolean[], OUT first_days date[], OUT last_days date[], OUT said integer[]
) LANGUAGE plpgsql STABLE AS $$
BEGIN
    SELECT a.standing = 'active' AND a.merged_into_id IS NULL, a.adult_from, a.yearly_limit,
        checks.kinds, checks.dues, visits.starts, visits.ends, visits.holds, visits.own,
        times.away, times.first_days, times.last_days, times.said
    INTO is_active, adult_from, yearly_limit, kinds, dues, starts, ends, holds, own, away, first_days, last_days, said
    FROM ambassadors_ambassador a
    CROSS JOIN LATERAL (
        SELECT array_agg(d.kind) AS kinds, array_agg(d.recheck_due_on) AS dues
        FROM ambassadors_vettingdecision d
        WHERE d.ambassador_id = who AND d.replaced_at IS NULL AND d.outcome = 'cleared' AND NOT EXISTS (
            SELECT FROM ambassadors_vettingdecision no
            WHERE no.ambassador_id = who AND no.replaced_at IS NULL AND no.outcome = 'refused'
                AND no.decided_at >= d.decided_at
        )
    ) AS checks
    CROSS JOIN LATERAL (
        SELECT array_agg(v.starts_at) AS starts, array_agg(v.ends_at) AS ends,
            array_agg(v.state <> 'done') AS holds, array_agg(v.day) FILTER (WHERE v.is_own) AS own
        FROM (
            SELECT o.id, o.starts_at, o.ends_at, o.state, o.day, true AS is_own FROM ambassadors_visit o
            WHERE o.ambassador_id = who AND o.state IN {COUNTED}
            UNION ALL
            SELECT c.id, c.starts_at, c.ends_at, c.state, c.day, false FROM ambassadors_visit c
            WHERE c.companion_id = who AND c.state IN {COUNTED}
        ) AS v
        WHERE v.id IS DISTINCT FROM except_visit
    ) AS visits
    CROSS JOIN LATERAL (
        SELECT array_agg(t.is_away) AS away, array_agg(t.first_day) AS first_days, array_agg(t.last_day) AS last_days,
            array_agg(coalesce(
                (SELECT sum(1 << day) FROM (
                    SELECT unnest(t.mornings) AS day UNION SELECT unnest(t.afternoons) + 7
                ) AS halves), 16383
            )::integer) AS said
        FROM ambassadors_availability t WHERE t.ambassador_id = who
    ) AS times
    WHERE a.id = who;
END
$$;
"""
DROP_PERSON = "DROP FUNCTION ambassadors_person(bigint, bigint);"

# Days with pupils; the largest number of them in a run of so many days that contains a day, which counts as well; and
# all days on which that could be more than so many, so that it is worked out for these alone.
MOST_DAYS = """
CREATE FUNCTION ambassadors_busy_days(starts timestamptz[], ends timestamptz[]) RETURNS date[]
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN (
        SELECT array_agg(DISTINCT touched::date)
        FROM unnest(starts, ends) AS visit(starts_at, ends_at), generate_series(
            (starts_at AT TIME ZONE 'Europe/London')::date,
            (ends_at AT TIME ZONE 'Europe/London' - interval '1 microsecond')::date,
            interval '1 day'
        ) AS touched
    );
END
$$;
CREATE FUNCTION ambassadors_most_days(busy date[], on_day date, width integer) RETURNS bigint
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN (
        SELECT max((
            SELECT count(DISTINCT other) FROM unnest(busy || on_day) AS other
            WHERE other BETWEEN first_day AND first_day + width - 1
        ))
        FROM unnest(busy || on_day) AS first_day WHERE first_day BETWEEN on_day - width + 1 AND on_day
    );
END
$$;
CREATE FUNCTION ambassadors_full_days(busy date[], most_days integer, width integer) RETURNS datemultirange
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    IF most_days < 1 THEN
        RETURN '{(,)}'::datemultirange;
    END IF;
    RETURN (
        SELECT range_agg(daterange(last_day - width + 1, first_day + width - 1, '[]')) FROM (
            SELECT day AS first_day, lead(day, most_days - 1) OVER (ORDER BY day) AS last_day FROM unnest(busy) AS day
        ) AS runs WHERE last_day - first_day < width
    );
END
$$;
"""
DROP_MOST_DAYS = """
DROP FUNCTION ambassadors_full_days(date[], integer, integer);
DROP FUNCTION ambassadors_most_days(date[], date, integer);
DROP FUNCTION ambassadors_busy_days(timestamptz[], timestamptz[]);
"""

# Somebody who never said when they are free may be asked for any day; one row away outweighs every other.
IS_FREE = """
CREATE FUNCTION ambassadors_is_free(
    on_day date, half integer, away boolean[], first_days date[], last_days date[], said integer[]
) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    wanted integer := 1 << ((extract(isodow FROM on_day) - 1)::integer + 7 * half);
    is_free boolean;
BEGIN
    FOR row IN 1..coalesce(cardinality(away), 0) LOOP
        IF said[row] & wanted > 0 AND coalesce(first_days[row] <= on_day, true)
            AND coalesce(last_days[row] >= on_day, true)
        THEN
            IF away[row] THEN
                RETURN false;
            END IF;
            is_free := true;
        ELSIF NOT away[row] THEN
            is_free := coalesce(is_free, false);
        END IF;
    END LOOP;
    RETURN coalesce(is_free, true);
END
$$;
"""
DROP_IS_FREE = "DROP FUNCTION ambassadors_is_free(date, integer, boolean[], date[], date[], integer[]);"

# Hours in London: mornings from 8 to half past twelve, afternoons until six; a visit begins at half past nine or half
# past one. One longer than the morning takes the afternoon as well; in the afternoon none goes on after six, the night
# apart.
HAS_TIME = """
CREATE FUNCTION ambassadors_has_time(
    on_day date, half integer, minutes integer, starts timestamptz[], ends timestamptz[], holds boolean[]
) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    busy_from timestamptz;
    busy_until timestamptz;
BEGIN
    busy_from := (on_day + CASE half WHEN 0 THEN time '08:00' ELSE time '12:30' END) AT TIME ZONE 'Europe/London';
    busy_until := greatest(
        (on_day + CASE half WHEN 0 THEN time '12:30' ELSE time '18:00' END) AT TIME ZONE 'Europe/London',
        ((on_day + CASE half WHEN 0 THEN time '09:30' ELSE time '13:30' END) AT TIME ZONE 'Europe/London')
            + make_interval(mins => minutes)
    );
    FOR visit IN 1..coalesce(cardinality(starts), 0) LOOP
        IF holds[visit] AND starts[visit] < busy_until AND ends[visit] > busy_from THEN
            RETURN false;
        END IF;
    END LOOP;
    RETURN true;
END
$$;
"""
DROP_HAS_TIME = "DROP FUNCTION ambassadors_has_time(date, integer, integer, timestamptz[], timestamptz[], boolean[]);"

# Goes through days for one person. Without `halves` it gives each day's verdict: a reason why they may not visit, or
# null. With them (1 the morning suits the school, 2 the afternoon, 3 both, 0 neither) it gives up to `most` half days:
# twice the place of the day in `days`, from 0, plus one for an afternoon; {} for somebody who may come on one of the
# days and has no time then; null for somebody who may come on none.
LOOK = """
CREATE FUNCTION ambassadors_look(
    who bigint, with_companion bigint, days date[], rules ambassadors_rules[], overnight boolean,
    except_visit bigint, as_companion boolean, halves integer[], minutes integer, most integer,
    OUT verdicts text[], OUT slots integer[]
) LANGUAGE plpgsql STABLE AS $$
DECLARE
    person record;
    other_starts timestamptz[];
    other_ends timestamptz[];
    other_holds boolean[];
    rule ambassadors_rules;
    beside text[];
    verdict text;
    on_day date;
    due_on date;
    frequent_due_on date;
    free integer;
    busy date[];
    full_days datemultirange;
    year_first date;
    year_visits bigint := 0;
BEGIN
    SELECT * INTO person FROM ambassadors_person(who, except_visit);
    IF person.is_active IS NOT TRUE THEN
        verdicts := array_fill('not_active'::text, ARRAY[cardinality(days)]);
        RETURN;
    END IF;
    IF with_companion IS NOT NULL THEN
        beside := (ambassadors_look(
            with_companion, NULL, days, rules, overnight, except_visit, true, NULL, NULL, NULL
        )).verdicts;
        SELECT p.starts, p.ends, p.holds INTO other_starts, other_ends, other_holds
        FROM ambassadors_person(with_companion, except_visit) AS p;
    END IF;
    FOR place IN 1..cardinality(days) LOOP
        on_day := days[place];
        IF halves IS NOT NULL THEN
            free := 0;
            FOR half IN 0..1 LOOP
                IF halves[place] & (half + 1) > 0
                    AND (overnight OR half = 0 OR minutes <= 270)
                    AND ambassadors_is_free(
                        on_day, half, person.away, person.first_days, person.last_days, person.said
                    )
                    AND (overnight OR half = 1 OR minutes <= 180 OR ambassadors_is_free(
                        on_day, 1, person.away, person.first_days, person.last_days, person.said
                    ))
                    AND ambassadors_has_time(on_day, half, minutes, person.starts, person.ends, person.holds)
                    AND (with_companion IS NULL OR ambassadors_has_time(
                        on_day, half, minutes, other_starts, other_ends, other_holds
                    ))
                THEN
                    free := free | (half + 1);
                END IF;
            END LOOP;
            -- That somebody may come on one day is enough to know of days on which they have no time.
            CONTINUE WHEN free = 0 AND slots IS NOT NULL;
        END IF;
        IF rule IS NULL OR NOT on_day BETWEEN rule.first_day AND rule.last_day THEN
            FOREACH rule IN ARRAY rules LOOP
                EXIT WHEN on_day BETWEEN rule.first_day AND rule.last_day;
            END LOOP;
            SELECT max(due) FILTER (WHERE kind = ANY (rule.kinds)),
                max(due) FILTER (WHERE kind = ANY (rule.frequent_kinds))
            INTO due_on, frequent_due_on FROM unnest(person.kinds, person.dues) AS held(kind, due);
            full_days := NULL;
            IF NOT overnight AND coalesce(cardinality(person.starts), 0) >= rule.most_days THEN
                busy := ambassadors_busy_days(person.starts, person.ends);
                full_days := ambassadors_full_days(busy, rule.most_days, rule.window_days);
            END IF;
        END IF;
        IF cardinality(person.own) >= person.yearly_limit AND NOT as_companion
            AND (year_first IS NULL OR on_day < year_first OR on_day >= year_first + interval '1 year')
        THEN
            year_first := make_date(
                (extract(year FROM on_day) - (extract(month FROM on_day) < 9)::integer)::integer, 9, 1
            );
            SELECT count(*) INTO year_visits FROM unnest(person.own) AS day
            WHERE day >= year_first AND day < year_first + interval '1 year';
        END IF;
        verdict := CASE
            -- Without a rule on the least age nobody under 18 goes, and no child looks after another.
            WHEN person.adult_from > on_day
                AND (as_companion OR coalesce(on_day < person.adult_from - rule.below_adult, true))
                THEN 'too_young'
            -- How many days there are decides which of the two rules the day falls under.
            WHEN full_days @> on_day AND ambassadors_most_days(busy, on_day, rule.window_days) > rule.most_days
                THEN CASE WHEN coalesce(frequent_due_on > on_day, false) THEN NULL ELSE 'frequent' END
            WHEN rule.kinds IS NULL THEN 'no_rule'
            WHEN coalesce(due_on > on_day, false) THEN NULL
            WHEN overnight THEN 'overnight'
            WHEN due_on IS NOT NULL THEN 'recheck_due'
            ELSE 'not_cleared'
        END;
        IF verdict IS NULL THEN
            verdict := CASE
                WHEN year_visits >= person.yearly_limit AND NOT as_companion THEN 'capacity'
                WHEN person.adult_from > on_day AND with_companion IS NULL THEN 'no_companion'
                WHEN beside[place] IS NOT NULL THEN 'companion'
            END;
        END IF;
        IF halves IS NULL THEN
            verdicts := array_append(verdicts, verdict);
        ELSIF verdict IS NULL THEN
            slots := coalesce(slots, '{}');
            FOR half IN 0..1 LOOP
                IF free & (half + 1) > 0 THEN
                    slots := array_append(slots, 2 * (place - 1) + half);
                    IF cardinality(slots) >= most THEN
                        RETURN;
                    END IF;
                END IF;
            END LOOP;
        END IF;
    END LOOP;
END
$$;
CREATE FUNCTION ambassadors_why_not(
    who bigint, on_day date, at_nation text, at_setting text, overnight boolean, with_companion bigint,
    except_visit bigint
) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN ((ambassadors_look(
        who, with_companion, ARRAY[on_day], ambassadors_rules_of(ARRAY[on_day], at_nation, at_setting, overnight),
        overnight, except_visit, false, NULL, NULL, NULL
    )).verdicts)[1];
END
$$;
"""
DROP_LOOK = """
DROP FUNCTION ambassadors_why_not(bigint, date, text, text, boolean, bigint, bigint);
DROP FUNCTION ambassadors_look(
    bigint, bigint, date[], ambassadors_rules[], boolean, bigint, boolean, integer[], integer, integer
);
"""

# People who meet online may be anywhere: what they do and for whom is all that narrows them down.
ONLINE = """
CREATE INDEX ambassador_online ON ambassadors_ambassador USING gin (activities, phases)
    WHERE standing = 'active' AND online;
"""
DROP_ONLINE = "DROP INDEX ambassador_online;"

# In databases that knew the functions in a shape before this one.
FORMER = """
DROP FUNCTION IF EXISTS ambassadors_free_slots(
    bigint, bigint, date[], integer[], integer, integer, text, text, boolean
);
DROP FUNCTION IF EXISTS ambassadors_is_free(bigint, date, boolean);
DROP FUNCTION IF EXISTS ambassadors_why_not(bigint, date, text, text, boolean, bigint, bigint);
DROP FUNCTION IF EXISTS ambassadors_verdicts(bigint, date[], text, text, boolean, bigint, bigint, boolean);
DROP FUNCTION IF EXISTS ambassadors_rule(bigint, date, text, text, boolean);
DROP FUNCTION IF EXISTS ambassadors_most_days(date[], date, integer);
DROP FUNCTION IF EXISTS ambassadors_busy_days(bigint, bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("ambassadors", "0002_guards")]

    operations = [
        migrations.RunSQL(FORMER, migrations.RunSQL.noop),
        migrations.RunSQL(RULES, DROP_RULES),
        migrations.RunSQL(PERSON, DROP_PERSON),
        migrations.RunSQL(MOST_DAYS, DROP_MOST_DAYS),
        migrations.RunSQL(IS_FREE, DROP_IS_FREE),
        migrations.RunSQL(HAS_TIME, DROP_HAS_TIME),
        migrations.RunSQL(LOOK, DROP_LOOK),
        migrations.RunSQL(ONLINE, DROP_ONLINE),
    ]
