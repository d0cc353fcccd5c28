#include "store/search_score.h"

#include <sqlite3.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace store {
namespace {

constexpr double kSaturation = 1.2;                   // k1
constexpr double kLengthPart = 0.75;                  // b
constexpr double kColumnWeights[] = {5.0, 1.0, 0.0};  // title, body, facts
constexpr int kColumns = 3;
constexpr int64_t kMostCounted = 2'000;

// What holds for all rows of one query.
struct Measures {
  std::vector<double> weights;      // of each phrase: the rarer the more
  std::vector<double> frequencies;  // of each phrase in the row at hand
  double average_length = 1;
};

struct Counted {
  int64_t rows = 0;
  int64_t last = 0;  // the number of the last one
};

// One row that holds the phrase; they come in the order of their numbers.
int CountRow(const Fts5ExtensionApi* api, Fts5Context* row, void* context) {
  auto* counted = static_cast<Counted*>(context);
  counted->rows += 1;
  counted->last = api->xRowid(row);
  return counted->rows < kMostCounted ? SQLITE_OK : SQLITE_DONE;
}

// The weight of a phrase (inverse document frequency), never below a little: a word that most
// articles hold still tells those that hold it ten times from those that hold it once.
int WeightOf(const Fts5ExtensionApi* api, Fts5Context* row, int phrase, double all,
             double* weight) {
  Counted counted;
  const int code = api->xQueryPhrase(row, phrase, &counted, CountRow);
  if (code != SQLITE_OK) return code;
  auto holding = static_cast<double>(counted.rows);
  if (counted.rows >= kMostCounted) {
    const double highest = std::max(all, static_cast<double>(api->xRowid(row)));
    const auto reach = static_cast<double>(std::max<int64_t>(counted.last, 1));
    holding = std::min(all, holding * std::max(1.0, highest / reach));
  }
  *weight = std::max(1e-6, std::log((all - holding + 0.5) / (holding + 0.5)));
  return SQLITE_OK;
}

int Measure(const Fts5ExtensionApi* api, Fts5Context* row, Measures& measures) {
  sqlite3_int64 rows = 0;
  sqlite3_int64 tokens = 0;
  int code = api->xRowCount(row, &rows);
  if (code == SQLITE_OK) code = api->xColumnTotalSize(row, -1, &tokens);
  if (code != SQLITE_OK) return code;
  const auto all = static_cast<double>(std::max<sqlite3_int64>(rows, 1));
  measures.average_length = std::max(1.0, static_cast<double>(tokens) / all);
  const int phrases = api->xPhraseCount(row);
  measures.weights.resize(static_cast<size_t>(phrases));
  measures.frequencies.resize(static_cast<size_t>(phrases));
  for (int phrase = 0; phrase < phrases; ++phrase) {
    code = WeightOf(api, row, phrase, all, &measures.weights[static_cast<size_t>(phrase)]);
    if (code != SQLITE_OK) return code;
  }
  return SQLITE_OK;
}

void DeleteMeasures(void* measures) {
  delete static_cast<Measures*>(measures);
}

int MeasuresOf(const Fts5ExtensionApi* api, Fts5Context* row, Measures** out) {
  *out = static_cast<Measures*>(api->xGetAuxdata(row, 0));
  if (*out != nullptr) return SQLITE_OK;
  auto* made = new Measures;
  int code = Measure(api, row, *made);
  if (code != SQLITE_OK) {
    delete made;
    return code;
  }
  code = api->xSetAuxdata(row, made, DeleteMeasures);
  *out = made;
  return code;
}

int ScoreOf(const Fts5ExtensionApi* api, Fts5Context* row, double* score) {
  Measures* measures = nullptr;
  int code = MeasuresOf(api, row, &measures);
  int instances = 0;
  int length = 0;
  if (code == SQLITE_OK) code = api->xInstCount(row, &instances);
  if (code == SQLITE_OK) code = api->xColumnSize(row, -1, &length);
  if (code != SQLITE_OK) return code;
  auto& frequencies = measures->frequencies;
  std::ranges::fill(frequencies, 0.0);
  for (int i = 0; i < instances; ++i) {
    int phrase = 0;
    int column = 0;
    int offset = 0;
    code = api->xInst(row, i, &phrase, &column, &offset);
    if (code != SQLITE_OK) return code;
    if (column < 0 || column >= kColumns) continue;
    frequencies[static_cast<size_t>(phrase)] += kColumnWeights[column];
  }
  const double relative = static_cast<double>(length) / measures->average_length;
  const double damping = kSaturation * (1 - kLengthPart + kLengthPart * relative);
  *score = 0;
  for (size_t phrase = 0; phrase < frequencies.size(); ++phrase) {
    const double often = frequencies[phrase];
    *score += measures->weights[phrase] * often * (kSaturation + 1) / (often + damping);
  }
  return SQLITE_OK;
}

void Score(const Fts5ExtensionApi* api, Fts5Context* row, sqlite3_context* context, int,
           sqlite3_value**) {
  double score = 0;
  const int code = ScoreOf(api, row, &score);
  if (code == SQLITE_OK) {
    sqlite3_result_double(context, score);
  } else {
    sqlite3_result_error_code(context, code);
  }
}

}  // namespace

int RegisterScore(sqlite3* database) {
  fts5_api* api = nullptr;
  sqlite3_stmt* statement = nullptr;
  int code = sqlite3_prepare_v2(database, "SELECT fts5(?1)", -1, &statement, nullptr);
  if (code == SQLITE_OK) {
    sqlite3_bind_pointer(statement, 1, static_cast<void*>(&api), "fts5_api_ptr", nullptr);
    sqlite3_step(statement);
    code = sqlite3_finalize(statement);
  }
  if (code != SQLITE_OK) return code;
  if (api == nullptr) return SQLITE_ERROR;
  return api->xCreateFunction(api, "octavo_score", nullptr, Score, nullptr);
}

}  // namespace store
