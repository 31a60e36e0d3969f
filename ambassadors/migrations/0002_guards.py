"""What the database itself refuses: visits of people who may not go, and the loss of what safeguarding rests on.

The rules are those that `ambassadors/rules/vetting.py` states; `ambassadors_why_not` (migration 0003) is their one place
in SQL. Nothing here asks what day it is: all turns on the day of the visit.
"""

from django.db import migrations

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
        migrations.RunSQL(GUARD, DROP_GUARD),
        migrations.RunSQL(KEPT, DROP_KEPT),
    ]
