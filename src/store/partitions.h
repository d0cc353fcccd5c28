#pragma once
// PostgreSQL: the tables that grow, in partitions (docs/decisions says why these, and so).
//
// By arrival: what belongs to an article is in the range of ids that its article has; ids are given
// in the order of arrival, so that a range is a span of time and the newest range the one that is
// used. A primary key stays one, and a look-up by id goes into one partition. By time: pages, tags
// of articles, counts of days. A row for an odd time (1996, 2031) lands in the partition `…_rest`.
//
// octavo_partition makes a table, empty as it is, one that has partitions; its unique indexes that
// do not hold the key become plain ones: what they promised, the write lock promises.
// octavo_keep_partitions makes those of now and of the next span. A partition is filled and indexed
// before it is attached, so that readers wait for the moment of attaching alone; what had to land
// in the rest meanwhile is moved. Of old spans of pages those go that the budget has emptied.

#include <string_view>

namespace store {

inline constexpr std::string_view kPartitionedSchema = R"sql(
ALTER TABLE readings ALTER text SET STORAGE EXTERNAL, ALTER reading SET STORAGE EXTERNAL;
ALTER TABLE enrichments ALTER enrichment SET STORAGE EXTERNAL;
ALTER TABLE versions ALTER text SET STORAGE EXTERNAL, ALTER reading SET STORAGE EXTERNAL;
ALTER TABLE entries ALTER details SET STORAGE EXTERNAL;
CREATE TABLE partitioned (
  name TEXT PRIMARY KEY, key TEXT NOT NULL, counts TEXT NOT NULL, span BIGINT NOT NULL);

CREATE FUNCTION octavo_partition(of_table TEXT, by_key TEXT, in_unit TEXT, of_span BIGINT)
RETURNS VOID LANGUAGE plpgsql AS $body$
DECLARE
  definitions TEXT[];
  definition TEXT;
BEGIN
  SELECT array_agg(CASE WHEN a.attnum = ANY (i.indkey::SMALLINT[]) THEN pg_get_indexdef(i.indexrelid)
      ELSE replace(pg_get_indexdef(i.indexrelid), 'CREATE UNIQUE INDEX', 'CREATE INDEX') END)
    INTO definitions FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid
    WHERE i.indrelid = of_table::REGCLASS AND a.attname = by_key;
  EXECUTE format('ALTER TABLE %I RENAME TO %I', of_table, of_table || '_plain');
  EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING STORAGE INCLUDING IDENTITY) '
    'PARTITION BY RANGE (%I)', of_table, of_table || '_plain', by_key);
  EXECUTE format('DROP TABLE %I', of_table || '_plain');
  FOREACH definition IN ARRAY definitions LOOP
    EXECUTE definition;
  END LOOP;
  EXECUTE format('CREATE TABLE %I PARTITION OF %I DEFAULT', of_table || '_rest', of_table);
  INSERT INTO partitioned VALUES (of_table, by_key, in_unit, of_span);
END $body$;

CREATE FUNCTION octavo_keep_partitions(now_micros BIGINT) RETURNS BIGINT LANGUAGE plpgsql AS $body$
DECLARE
  one RECORD;
  place BIGINT;
  child TEXT;
  made BIGINT := 0;
  number_of_rows BIGINT;
BEGIN
  FOR one IN SELECT * FROM partitioned ORDER BY name LOOP
    CASE one.counts
      WHEN 'micros' THEN place := now_micros;
      WHEN 'days' THEN place := now_micros / 86400000000;
      ELSE SELECT coalesce(max(id), 0) INTO place FROM articles;
    END CASE;
    FOR number IN place / one.span .. place / one.span + 1 LOOP
      child := one.name || '_' || number;
      CONTINUE WHEN to_regclass(quote_ident(child)) IS NOT NULL;
      EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING STORAGE)',
        child, one.name);
      EXECUTE format('WITH moved AS (DELETE FROM %I WHERE %I >= %s AND %I < %s RETURNING *) '
        'INSERT INTO %I SELECT * FROM moved', one.name || '_rest', one.key, number * one.span,
        one.key, (number + 1) * one.span, child);
      EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%s) TO (%s)',
        one.name, child, number * one.span, (number + 1) * one.span);
      made := made + 1;
    END LOOP;
    CONTINUE WHEN one.name <> 'pages';
    FOR child IN SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'pages'::REGCLASS AND c.relname <> 'pages_rest'
        AND substr(c.relname, 7)::BIGINT < place / one.span LOOP
      EXECUTE format('SELECT count(*) FROM (SELECT 1 FROM %I LIMIT 1) x', child) INTO number_of_rows;
      IF number_of_rows = 0 THEN EXECUTE format('DROP TABLE %I', child); END IF;
    END LOOP;
  END LOOP;
  RETURN made;
END $body$;

SELECT octavo_partition('articles', 'id', 'ids', 1048576);
SELECT octavo_partition('readings', 'article', 'ids', 1048576);
SELECT octavo_partition('enrichments', 'article', 'ids', 1048576);
SELECT octavo_partition('placements', 'article', 'ids', 1048576);
SELECT octavo_partition('versions', 'article', 'ids', 1048576);
SELECT octavo_partition('search_rows', 'article', 'ids', 1048576);
SELECT octavo_partition('search_index', 'article', 'ids', 1048576);
SELECT octavo_partition('article_tags', 'at', 'micros', 2419200000000);
SELECT octavo_partition('story_days', 'day', 'days', 366);
SELECT octavo_partition('day_counts', 'day', 'days', 366);
)sql";

inline constexpr std::string_view kPartitionedPages =
    "SELECT octavo_partition('pages', 'fetched', 'micros', 604800000000);"
    "ALTER TABLE pages ALTER bytes SET STORAGE EXTERNAL;";

}  // namespace store
