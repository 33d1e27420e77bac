"""Where a service is, kept by PostgreSQL however it is written: its point, else its structure's, else a commune's."""

PLACED = """
CREATE FUNCTION directory_service_placed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.lat IS NOT NULL THEN
    NEW.at_lat := NEW.lat;
    NEW.at_lon := NEW.lon;
  ELSE
    SELECT CASE WHEN here THEN s.lat ELSE t.lat END, CASE WHEN here THEN s.lon ELSE t.lon END
      INTO NEW.at_lat, NEW.at_lon
      FROM directory_structure s
      LEFT JOIN directory_territory t ON t.id = coalesce(NEW.commune_id, s.commune_id),
      LATERAL (SELECT s.lat IS NOT NULL AND coalesce(NEW.commune_id = s.commune_id, true) AS here) AS _
      WHERE s.id = NEW.structure_id;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER directory_service_placed BEFORE INSERT OR UPDATE ON directory_service
  FOR EACH ROW EXECUTE FUNCTION directory_service_placed();
"""

MOVED = """
CREATE FUNCTION directory_structure_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE directory_service SET at_lat = NULL WHERE structure_id = NEW.id AND lat IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER directory_structure_moved AFTER UPDATE ON directory_structure FOR EACH ROW
  WHEN ((OLD.lat, OLD.lon, OLD.commune_id) IS DISTINCT FROM (NEW.lat, NEW.lon, NEW.commune_id))
  EXECUTE FUNCTION directory_structure_moved();
"""

FORWARD = f"{PLACED}{MOVED}UPDATE directory_service SET at_lat = NULL;"
BACKWARD = """
DROP TRIGGER directory_structure_moved ON directory_structure;
DROP FUNCTION directory_structure_moved;
DROP TRIGGER directory_service_placed ON directory_service;
DROP FUNCTION directory_service_placed;
"""
