#include "store/schema.h"

#include <fmt/format.h>

#include <array>
#include <string>
#include <string_view>

namespace store {
namespace {

// Version 1.
//
// Wide and narrow. What a list shows of an article is one row of `articles`; its text, which is
// twenty times as long, is in `readings` and is looked at by nobody but the page of that article.
// So a list reads a handful of neighbouring pages of an index and as many rows, however many
// articles there are.
//
// Every list has its index, in the list's order (at, id); its cursor is the last (at, id) shown.
// `at` is when it was published, or found where that is not known or lies in the future: no article
// stands above the news because its date is wrong.
//
// `shelf` says where an article stands: 'paper' (in the lists), 'quarantine', or 'superseded' (a
// later version of it, under another address, is in the lists in its place).
//
// An address is what becomes one article: a URL, however many entries of however many sources name
// it, or an entry without a URL. Work is queued for addresses.
//
// `heat` makes ranking a question of an index instead of arithmetic over all rows: a weight that
// halves every h hours is w·2^((t-now)/h); its logarithm, log2(w) + t/h - now/h, orders as log2(w)
// + t/h does, which does not change as time goes by.
constexpr std::string_view kFirst = R"sql(
CREATE TABLE facts (name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (name)) {keyed};
CREATE TABLE counters (name TEXT NOT NULL, value {integer} NOT NULL, PRIMARY KEY (name)) {keyed};
CREATE TABLE day_counts (
  of TEXT NOT NULL, id {integer} NOT NULL, day {integer} NOT NULL, value {integer} NOT NULL,
  PRIMARY KEY (of, id, day)) {keyed};

CREATE TABLE publishers (
  id {id}, host TEXT NOT NULL UNIQUE, name TEXT NOT NULL, country TEXT NOT NULL,
  language TEXT NOT NULL, licensed {integer} NOT NULL,
  article_count {integer} NOT NULL DEFAULT 0, quarantined_count {integer} NOT NULL DEFAULT 0) {table};

CREATE TABLE sources (
  id {id}, publisher {integer}, url TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, title TEXT NOT NULL,
  sections TEXT NOT NULL, language TEXT NOT NULL, country TEXT NOT NULL, sample {integer} NOT NULL,
  paused {integer} NOT NULL, etag TEXT NOT NULL, last_modified TEXT NOT NULL, last_poll {integer},
  last_success {integer}, next_poll {integer} NOT NULL, failures {integer} NOT NULL,
  last_error TEXT NOT NULL) {table};
CREATE INDEX sources_due ON sources (paused, next_poll);

CREATE TABLE addresses (
  id {id}, url TEXT UNIQUE, entry {integer}, article {integer}, error TEXT) {table};
CREATE INDEX addresses_article ON addresses (article) WHERE article IS NOT NULL;
CREATE TABLE entries (
  id {id}, source {integer}, key TEXT NOT NULL, address {integer} NOT NULL,
  digest {integer} NOT NULL, details {blob} NOT NULL, UNIQUE (source, key)) {table};
CREATE INDEX entries_address ON entries (address);
CREATE TABLE jobs (
  id {id}, stage TEXT NOT NULL, address {integer} NOT NULL, due {integer} NOT NULL,
  attempts {integer} NOT NULL DEFAULT 0, leased {integer} NOT NULL DEFAULT 0,
  again {integer} NOT NULL DEFAULT 0, reread {integer} NOT NULL DEFAULT 0,
  error TEXT NOT NULL DEFAULT '', UNIQUE (address, stage)) {table};
CREATE INDEX jobs_due ON jobs (leased, stage, due, id);

CREATE TABLE articles (
  id {id}, url TEXT NOT NULL, publisher {integer}, story {integer}, title TEXT NOT NULL,
  summary TEXT NOT NULL, language TEXT NOT NULL, section TEXT NOT NULL, genre TEXT NOT NULL,
  published {integer}, found {integer} NOT NULL, at {integer} NOT NULL, image TEXT NOT NULL,
  lineage TEXT NOT NULL, copy_of {integer}, verdict TEXT NOT NULL, reason TEXT NOT NULL,
  reason_detail TEXT NOT NULL, sample {integer} NOT NULL, shelf TEXT NOT NULL,
  standing {integer} NOT NULL) {table};
CREATE UNIQUE INDEX articles_url ON articles (url) WHERE url <> '';
CREATE INDEX articles_newest ON articles (shelf, at, id);
CREATE INDEX articles_language ON articles (shelf, language, at, id);
CREATE INDEX articles_section ON articles (shelf, section, at, id);
CREATE INDEX articles_both ON articles (shelf, language, section, at, id);
CREATE INDEX articles_publisher ON articles (publisher, shelf, at, id);
CREATE INDEX articles_story ON articles (story, standing, at, id) WHERE story IS NOT NULL;
CREATE INDEX articles_copies ON articles (copy_of) WHERE copy_of IS NOT NULL;
CREATE TABLE readings (
  article {integer} PRIMARY KEY, text {blob} NOT NULL, reading {blob} NOT NULL) {table};
CREATE TABLE enrichments (article {integer} PRIMARY KEY, enrichment {blob} NOT NULL) {table};
CREATE TABLE placements (article {integer} PRIMARY KEY, evidence TEXT NOT NULL) {table};
CREATE TABLE versions (
  article {integer} NOT NULL, number {integer} NOT NULL, seen {integer} NOT NULL,
  text {blob} NOT NULL, reading {blob} NOT NULL, UNIQUE (article, number)) {table};

CREATE TABLE stories (
  id {id}, title TEXT NOT NULL, language TEXT NOT NULL, section TEXT NOT NULL,
  lead {integer} NOT NULL, first_published {integer} NOT NULL, last_published {integer} NOT NULL,
  article_count {integer} NOT NULL, publisher_count {integer} NOT NULL,
  report_count {integer} NOT NULL, coverage {integer} NOT NULL, heat {real} NOT NULL) {table};
CREATE INDEX stories_heat ON stories (heat) WHERE article_count > 0;
CREATE INDEX stories_language ON stories (language, heat) WHERE article_count > 0;
CREATE INDEX stories_section ON stories (section, heat) WHERE article_count > 0;
CREATE INDEX stories_both ON stories (language, section, heat) WHERE article_count > 0;
CREATE TABLE story_publishers (
  story {integer} NOT NULL, publisher {integer} NOT NULL, articles {integer} NOT NULL,
  reports {integer} NOT NULL, PRIMARY KEY (story, publisher)) {keyed};
CREATE TABLE story_days (
  day {integer} NOT NULL, story {integer} NOT NULL, heat {real} NOT NULL,
  PRIMARY KEY (day, story)) {keyed};
CREATE INDEX story_days_heat ON story_days (day, heat);
CREATE TABLE related (
  story {integer} NOT NULL, place {integer} NOT NULL, other {integer} NOT NULL,
  score {real} NOT NULL, terms TEXT NOT NULL, PRIMARY KEY (story, place)) {keyed};

CREATE TABLE tags (
  id {id}, name TEXT NOT NULL, folded TEXT NOT NULL UNIQUE, article_count {integer} NOT NULL,
  heat {real} NOT NULL) {table};
CREATE INDEX tags_heat ON tags (heat) WHERE article_count > 0;
CREATE TABLE article_tags (
  tag {integer} NOT NULL, at {integer} NOT NULL, article {integer} NOT NULL,
  PRIMARY KEY (tag, at, article)) {keyed};
CREATE INDEX article_tags_article ON article_tags (article);

CREATE TABLE search_rows (
  article {integer} PRIMARY KEY, at {integer} NOT NULL, publisher {integer} NOT NULL,
  language TEXT NOT NULL, copy {integer} NOT NULL, facts TEXT NOT NULL) {table};
)sql";

// Many processes on one store. `workers` are those at work; what each has in hand bears its id (0:
// nobody, or a store's only process): jobs, sources that are being polled, hosts that it alone may
// ask, languages that it alone may group. A job's lane is the host of its page while it is to be
// fetched, and its article's language while it is to be grouped. `epoch` counts who held an office:
// an editor that was deposed knows an old one.
constexpr std::string_view kWorkers = R"sql(
CREATE TABLE workers (
  id {id}, name TEXT NOT NULL, started {integer} NOT NULL, seen {integer} NOT NULL) {table};
CREATE TABLE hosts (
  host TEXT NOT NULL, worker {integer} NOT NULL, held_until {integer} NOT NULL,
  PRIMARY KEY (host)) {keyed};
CREATE TABLE editors (
  language TEXT NOT NULL, worker {integer} NOT NULL, epoch {integer} NOT NULL,
  PRIMARY KEY (language)) {keyed};
ALTER TABLE jobs ADD COLUMN worker {integer} NOT NULL DEFAULT 0;
ALTER TABLE jobs ADD COLUMN leased_until {integer} NOT NULL DEFAULT 0;
ALTER TABLE jobs ADD COLUMN lane TEXT NOT NULL DEFAULT '';
UPDATE jobs SET lane = coalesce((SELECT a.language FROM addresses d JOIN articles a
  ON a.id = d.article WHERE d.id = jobs.address), '') WHERE stage = 'cluster';
ALTER TABLE sources ADD COLUMN worker {integer} NOT NULL DEFAULT 0;
ALTER TABLE sources ADD COLUMN claimed_until {integer} NOT NULL DEFAULT 0;
CREATE INDEX sources_claimed ON sources (worker) WHERE worker <> 0;
)sql";

// How publishers want to be asked: what each source needs and says, what sites say of all their
// pages, who brings news by themselves.
constexpr std::string_view kPolite = R"sql(
ALTER TABLE sources ADD COLUMN asking TEXT NOT NULL DEFAULT '';
ALTER TABLE sources ADD COLUMN rhythm TEXT NOT NULL DEFAULT '';
ALTER TABLE sources ADD COLUMN rights TEXT NOT NULL DEFAULT '';
ALTER TABLE sources ADD COLUMN moved_to TEXT NOT NULL DEFAULT '';
ALTER TABLE sources ADD COLUMN moved_since {integer};
ALTER TABLE sources ADD COLUMN moved_seen {integer} NOT NULL DEFAULT 0;
ALTER TABLE sources ADD COLUMN previous_url TEXT NOT NULL DEFAULT '';
ALTER TABLE sources ADD COLUMN retired {integer} NOT NULL DEFAULT 0;
ALTER TABLE sources ADD COLUMN hub TEXT NOT NULL DEFAULT '';
ALTER TABLE sources ADD COLUMN topic TEXT NOT NULL DEFAULT '';
ALTER TABLE sources ADD COLUMN push_until {integer};
ALTER TABLE addresses ADD COLUMN rights TEXT NOT NULL DEFAULT '';
ALTER TABLE addresses ADD COLUMN missing TEXT NOT NULL DEFAULT '';
CREATE INDEX addresses_missing ON addresses (entry) WHERE missing <> '';
CREATE TABLE sites (
  key TEXT NOT NULL, robots {blob} NOT NULL, robots_read {integer},
  robots_until {integer} NOT NULL, unreachable_since {integer}, failures {integer} NOT NULL,
  reservations {blob} NOT NULL, PRIMARY KEY (key)) {table};
CREATE TABLE subscriptions (
  token TEXT NOT NULL, source {integer}, hub TEXT NOT NULL, topic TEXT NOT NULL,
  secret TEXT NOT NULL, state TEXT NOT NULL, lease_until {integer}, next_try {integer} NOT NULL,
  failures {integer} NOT NULL, delivered {integer}, error TEXT NOT NULL,
  PRIMARY KEY (token)) {table};
CREATE INDEX subscriptions_source ON subscriptions (source);
CREATE INDEX subscriptions_due ON subscriptions (next_try);
)sql";

// Lists by publisher or tag and something else are merged out of piles, see read_lists.cc. What
// articles are kept apart by stands beside their tags.
//
// What sites print under many headlines: `sightings` are the blocks of each site's last few dozen
// pages, by their marks (8 bytes each, the highest first); `standing` is what was learned from
// them.
constexpr std::string_view kPilesAndStanding = R"sql(
ALTER TABLE article_tags ADD COLUMN publisher {integer} NOT NULL DEFAULT 0;
ALTER TABLE article_tags ADD COLUMN language TEXT NOT NULL DEFAULT '';
ALTER TABLE article_tags ADD COLUMN section TEXT NOT NULL DEFAULT '';
UPDATE article_tags SET publisher = coalesce(a.publisher, 0), language = a.language,
  section = a.section FROM articles a WHERE a.id = article_tags.article;
CREATE INDEX articles_piles ON articles (publisher, shelf, language, section, at, id);
CREATE INDEX article_tags_piles ON article_tags (tag, language, section, at, article);
CREATE INDEX article_tags_publisher ON article_tags
  (tag, publisher, language, section, at, article);
CREATE TABLE sightings (
  site TEXT NOT NULL, address {integer} NOT NULL, title TEXT NOT NULL, marks {blob} NOT NULL,
  PRIMARY KEY (site, address)) {keyed};
CREATE TABLE standing (
  id {id}, site TEXT NOT NULL, mark {integer} NOT NULL, text TEXT NOT NULL,
  articles {integer} NOT NULL, found {integer} NOT NULL, decision TEXT NOT NULL,
  UNIQUE (site, mark)) {table};
)sql";

constexpr std::array<std::string_view, 4> kMigrations = {kFirst, kWorkers, kPolite,
                                                         kPilesAndStanding};

base::Status RunMigrations(Connection& connection, int64_t version) {
  const Dialect& dialect = connection.dialect();
  for (size_t i = static_cast<size_t>(version); i < kMigrations.size(); ++i) {
    TRY_WITH(fmt::format("migration {}", i + 1),
             connection.Script(InDialect(dialect, kMigrations.at(i))));
  }
  // The full-text index holds nothing that the tables do not: it is no part of the numbered schema.
  if (version == 0) {
    TRY(connection.Script(std::string(dialect.search_create)));
    TRY(connection.Script(std::string(dialect.schema_finish)));
  }
  return connection.SetSchemaVersion(NewestSchema());
}

// Another process may have brought it up to date while this one waited for the lock.
base::Status MigrateLocked(Connection& connection) {
  TRY_ASSIGN(const int64_t version, connection.SchemaVersion());
  if (version >= NewestSchema()) return CheckSchema(connection);
  return RunMigrations(connection, version);
}

}  // namespace

int64_t NewestSchema() {
  return static_cast<int64_t>(kMigrations.size());
}

base::Status Migrate(Connection& connection) {
  TRY_ASSIGN(const int64_t version, connection.SchemaVersion());
  if (version == NewestSchema()) return {};
  if (version > NewestSchema()) return CheckSchema(connection);
  TRY(connection.BeginWrite());
  auto done = MigrateLocked(connection);
  if (done) done = connection.Commit();
  if (!done) connection.Rollback();
  return done;
}

base::Status RefuseNewerSchema(int64_t version) {
  if (version <= NewestSchema()) return {};
  return base::Fail(base::ErrorKind::kInvalidInput,
                    fmt::format("the database is of version {}, this Octavo knows {}: use the "
                                "newer Octavo that wrote it",
                                version, NewestSchema()));
}

base::Status CheckSchema(Connection& connection) {
  TRY_ASSIGN(const int64_t version, connection.SchemaVersion());
  if (version == NewestSchema()) return {};
  TRY(RefuseNewerSchema(version));
  if (version == 0) {
    return base::Fail(base::ErrorKind::kNotFound,
                      "there is nothing in it yet: start `octavo run`, which makes what it needs");
  }
  return base::Fail(
      base::ErrorKind::kConflict,
      fmt::format("the database is of version {}, this Octavo wants {}: start `octavo "
                  "run`, which brings it up to date",
                  version, NewestSchema()));
}

}  // namespace store
