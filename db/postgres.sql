-- What our SQL takes from SQLite, under the same names, made before the tables. Each does what our SQL needs of it, no more.
-- What is added here after a release of the program needs a migration, which makes it in databases that are there.

CREATE COLLATION nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false);

CREATE FUNCTION json_path(text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS
$$ SELECT string_to_array(ltrim(replace(replace(substr($1, 2), ']', ''), '[', '.'), '.'), '.') $$;

CREATE FUNCTION json_text(text, text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS
$$ SELECT $1::json #>> json_path($2) $$;

CREATE OPERATOR ->> (LEFTARG = text, RIGHTARG = text, FUNCTION = json_text);

CREATE FUNCTION json_item(text, integer) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS
$$ SELECT $1::json ->> $2 $$;

CREATE OPERATOR ->> (LEFTARG = text, RIGHTARG = integer, FUNCTION = json_item);

CREATE FUNCTION json_type(text, text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS
$$ SELECT json_typeof($1::json #> json_path($2)) $$;

-- SQLite's json_each() of a list of texts.
CREATE FUNCTION json_elements(text) RETURNS TABLE (key bigint, value text) LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS
$$ SELECT place - 1, element FROM json_array_elements_text($1::json) WITH ORDINALITY AS given (element, place) $$;

-- Of numbers alone: our views take a corrected number out with it.
CREATE FUNCTION json_extract(text, text) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS
$$ SELECT CASE json_type($1, $2) WHEN 'number' THEN ($1 ->> $2)::numeric END $$;

-- One side of a discrepancy.
CREATE FUNCTION json_object(text, text, text, text, text, text, text, integer, text, integer) RETURNS json
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT format('{%s:%s,%s:%s,%s:%s,%s:%s,%s:%s}',
  to_json($1), coalesce(to_json($2)::text, 'null'), to_json($3), coalesce(to_json($4)::text, 'null'),
  to_json($5), coalesce(to_json($6)::text, 'null'), to_json($7), $8, to_json($9), $10)::json $$;

CREATE FUNCTION json_added(text, json) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT CASE $1 WHEN '' THEN '' ELSE $1 || ',' END || coalesce($2::text, 'null') $$;
CREATE FUNCTION json_added(text, text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT json_added($1, to_json($2)) $$;
CREATE FUNCTION json_closed(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT '[' || $1 || ']' $$;
CREATE AGGREGATE json_group_array(json) (SFUNC = json_added, STYPE = text, FINALFUNC = json_closed, INITCOND = '');
CREATE AGGREGATE json_group_array(text) (SFUNC = json_added, STYPE = text, FINALFUNC = json_closed, INITCOND = '');

CREATE FUNCTION concat_added(text, text, text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT CASE WHEN $2 IS NULL THEN $1 ELSE coalesce($1 || $3, '') || $2 END $$;
CREATE AGGREGATE group_concat(text, text) (SFUNC = concat_added, STYPE = text);

CREATE FUNCTION true_added(bigint, boolean) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT CASE WHEN $2 IS NULL THEN $1 ELSE coalesce($1, 0) + $2::integer END $$;
CREATE AGGREGATE sum(boolean) (SFUNC = true_added, STYPE = bigint);

CREATE FUNCTION total_added(double precision, integer) RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT $1 + coalesce($2, 0) $$;
CREATE AGGREGATE total(integer) (SFUNC = total_added, STYPE = double precision, INITCOND = '0');

CREATE FUNCTION max(integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS
$$ SELECT greatest($1, $2) $$;

-- A condition in our SQL, never a place.
CREATE FUNCTION instr(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS
$$ SELECT strpos($1, $2) > 0 $$;

-- db/names.py
CREATE FUNCTION fold(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS
$$ SELECT btrim(regexp_replace(replace(lower(normalize($1, NFKC) COLLATE "und-x-icu"), 'ß', 'ss'), '\s+', ' ', 'g')) $$;

-- SQLite's date()
CREATE FUNCTION day_of(text) RETURNS text LANGUAGE sql STABLE STRICT PARALLEL SAFE AS
$$ SELECT to_char(CASE $1 WHEN 'now' THEN now() AT TIME ZONE 'UTC' ELSE $1::timestamp END, 'YYYY-MM-DD') $$;
CREATE FUNCTION day_of(text, text) RETURNS text LANGUAGE sql STABLE STRICT PARALLEL SAFE AS
$$ SELECT to_char(day_of($1)::timestamp + $2::interval, 'YYYY-MM-DD') $$;
