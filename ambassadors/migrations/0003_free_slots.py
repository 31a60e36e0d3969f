"""Half days on which somebody could visit: allowed by the guards, free by their own word, and without another visit.

`ambassadors_free_slots` answers the matching query for one person; it asks `ambassadors_verdicts` (0002), so that
what is offered to schools and what the trigger lets in are decided in one place.
"""

from django.db import migrations

HOLDING = "('proposed', 'accepted', 'confirmed')"

# Somebody who never said when they are free may be asked for any day. A row without weekdays speaks of all of them.
# One row away outweighs every other.
IS_FREE = """
CREATE FUNCTION ambassadors_is_free(who bigint, on_day date, in_afternoon boolean) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (
        SELECT NOT coalesce(bool_or(hits) FILTER (WHERE is_away), false)
            AND coalesce(bool_or(hits) FILTER (WHERE NOT is_away), true)
        FROM (
            SELECT v.is_away,
                (v.first_day IS NULL OR v.first_day <= on_day) AND (v.last_day IS NULL OR v.last_day >= on_day)
                AND (
                    cardinality(v.mornings) + cardinality(v.afternoons) = 0
                    OR (extract(isodow FROM on_day) - 1)::integer
                        = ANY (CASE WHEN in_afternoon THEN v.afternoons ELSE v.mornings END)
                ) AS hits
            FROM ambassadors_availability v WHERE v.ambassador_id = who
        ) AS said
    );
END
$$;
"""
DROP_IS_FREE = "DROP FUNCTION ambassadors_is_free(bigint, date, boolean);"

# `days` come in order; `halves` says of each which half days suit the school: 1 the morning, 2 the afternoon, 3 both,
# 0 neither (then the day only tells whether the person may come at all). Hours in London: mornings from 8 to half past
# twelve, afternoons until six; a visit begins at half past nine or half past one. One longer than the morning takes
# the afternoon as well, and none that begins in the afternoon goes on after six, the night apart.
# Answers with twice the place of the day in `days`, from 0, plus one for an afternoon; {} for somebody who may come
# on one of the days and has no time then; null for somebody who may come on none.
FREE_SLOTS = f"""
CREATE FUNCTION ambassadors_free_slots(
    who bigint, with_companion bigint, days date[], halves integer[], minutes integer, most integer,
    at_nation text, at_setting text, overnight boolean
) RETURNS integer[] LANGUAGE plpgsql STABLE AS $$
DECLARE
    verdicts text[];
    slots integer[];
    first integer := 1;
    step integer := 8;  -- most people have time soon; the rest of a long term is looked at only for the others
    place integer;
    half integer;
    busy_from timestamptz;
    busy_until timestamptz;
BEGIN
    WHILE first <= cardinality(days) AND coalesce(cardinality(slots), 0) < most LOOP
        verdicts := ambassadors_verdicts(
            who, days[first:first + step - 1], at_nation, at_setting, overnight, with_companion, NULL, false
        );
        FOR place IN first..least(first + step - 1, cardinality(days)) LOOP
            CONTINUE WHEN verdicts[place - first + 1] IS NOT NULL;
            slots := coalesce(slots, '{{}}');
            FOR half IN 0..1 LOOP
                CONTINUE WHEN halves[place] & (half + 1) = 0 OR (half = 1 AND minutes > 270 AND NOT overnight);
                CONTINUE WHEN NOT ambassadors_is_free(who, days[place], half = 1);
                CONTINUE WHEN half = 0 AND minutes > 180 AND NOT overnight
                    AND NOT ambassadors_is_free(who, days[place], true);
                busy_from := (days[place] + CASE half WHEN 0 THEN time '08:00' ELSE time '12:30' END)
                    AT TIME ZONE 'Europe/London';
                busy_until := greatest(
                    (days[place] + CASE half WHEN 0 THEN time '12:30' ELSE time '18:00' END)
                        AT TIME ZONE 'Europe/London',
                    ((days[place] + CASE half WHEN 0 THEN time '09:30' ELSE time '13:30' END)
                        AT TIME ZONE 'Europe/London') + make_interval(mins => minutes)
                );
                CONTINUE WHEN EXISTS (
                    SELECT FROM ambassadors_visit v
                    WHERE v.state IN {HOLDING}
                        AND v.starts_at < busy_until AND v.ends_at > busy_from
                        AND (v.ambassador_id IN (who, with_companion) OR v.companion_id IN (who, with_companion))
                );
                slots := slots || (2 * (place - 1) + half);
                EXIT WHEN cardinality(slots) >= most;
            END LOOP;
            EXIT WHEN cardinality(slots) >= most;
        END LOOP;
        first := first + step;
        step := 1000;
    END LOOP;
    RETURN slots;
END
$$;
"""
DROP_FREE_SLOTS = """
DROP FUNCTION ambassadors_free_slots(bigint, bigint, date[], integer[], integer, integer, text, text, boolean);
"""


class Migration(migrations.Migration):
    dependencies = [("ambassadors", "0002_guards")]

    operations = [
        migrations.RunSQL(IS_FREE, DROP_IS_FREE),
        migrations.RunSQL(FREE_SLOTS, DROP_FREE_SLOTS),
    ]
